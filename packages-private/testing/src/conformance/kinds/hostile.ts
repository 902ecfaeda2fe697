import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, isAbsolute, join } from "node:path";
import type { Checks } from "../checks.ts";
import { loaderOf } from "../hostile/loaders.ts";
import type { Attempt, HostileJob, HostileMessage } from "../hostile/messages.ts";
import { lookup } from "../lookup.ts";
import { Missing } from "../outcome.ts";
import { caseOutcome } from "../replay-case.ts";
import { startProcess } from "../start-process.ts";
import type { Replayer } from "./replayer.ts";

interface HostileCase {
  readonly file: string;
  readonly loader: string;
  readonly expect: "refuse" | "load-safely";
  readonly also?: string;
  readonly because: readonly string[];
  readonly limits: { readonly ms: number; readonly heapMB: number };
  readonly target?: string;
  readonly markers?: readonly string[];
  readonly expected?: Readonly<Record<string, unknown>>;
}

/** A file that must be refused with a clear error, or load without harm: in a process and a folder of its own. */
export const hostile: Replayer = (testCase, context) =>
  caseOutcome("hostile", testCase, context, async (checks) => {
    const one = testCase as unknown as HostileCase;
    const needed = needs[one.file];
    if (needed) lookup(context.packages, needed);
    // where there is no loader, there is nothing to start a process for
    await loaderOf(one.loader, one.file, { packages: context.packages, target: undefined, folder: "" });
    const root = await mkdtemp(join(tmpdir(), "hornbeam-hostile-"));
    const folder = join(root, "a", "b", "c");
    await mkdir(folder, { recursive: true });
    try {
      await runChild(checks, one, jobOf(one, context.folder, folder));
      checkMarkers(checks, one.markers ?? [], root, folder);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

/** Layers that must exist to be able to refuse these files for the right reason. */
const needs: Readonly<Record<string, string>> = {
  "config/hashing_bins.config": "layers.Hashing",
  "config/lookup_path.keras": "layers.StringLookup",
  "config/lookup_url.config": "layers.StringLookup",
  "config/standardize_regex.config": "layers.TextVectorization",
  "config/text_vectorization_path.config": "layers.TextVectorization",
};

/** A good file of each loader. */
const cleanFiles: Readonly<Record<string, string>> = {
  model: "clean/tiny.keras",
  weights: "clean/tiny.weights.h5",
  "json-config": "clean/tiny.config",
  "yaml-config": "clean/tiny.yaml",
  npy: "clean/array.npy",
  npz: "clean/arrays.npz",
  pickle: "clean/data_batch_1.pickle",
  tar: "clean/tiny-set.tar.gz",
  events: "clean/events.out.tfevents.1735689600.clean",
  safetensors: "clean/two.safetensors",
};

function jobOf({ file, loader, target, expected }: HostileCase, base: string, folder: string): HostileJob {
  const clean = loader === "model" && file.endsWith(".h5") ? "clean/tiny.h5" : cleanFiles[loader]!;
  const cleanTarget = loader === "weights" ? join(base, "targets/tiny.config") : undefined;
  return {
    file: join(base, file),
    loader,
    clean: join(base, clean),
    target: target && join(base, target),
    cleanTarget,
    expected,
    folder,
  };
}

/** Starts the process, holds it to the limit of time, and judges what it tells. */
async function runChild(checks: Checks, one: HostileCase, job: HostileJob): Promise<void> {
  const child = startProcess("./hostile/child.ts");
  child.stdout?.resume();
  let words = "";
  child.stderr?.on("data", (text: Buffer) => (words = (words + text.toString()).slice(-1000)));
  let timer: NodeJS.Timeout | undefined;
  let missing: string | undefined;
  let ended = false;
  await new Promise<void>((resolve) => {
    const tooLong = (ms: number): void => {
      checks.fail(`took longer than ${ms} ms`);
      ended = true;
      child.kill("SIGKILL");
    };
    // what comes before and after the attempts has time enough
    const wait = (ms: number): void => {
      clearTimeout(timer);
      timer = setTimeout(() => tooLong(ms), ms);
    };
    wait(60_000);
    child.on("message", (message: HostileMessage) => {
      if (message.phase === "begins") wait(one.limits.ms);
      else wait(60_000);
      if (message.phase === "missing") missing = message.what;
      else if (message.phase === "broken") checks.fail(`outside of the attempts: ${message.what}`);
      else if (message.phase === "attempt") judge(checks, one, message.attempt, job.file);
      else if (message.phase === "ends") {
        for (const violation of message.violations) checks.fail(violation);
        const { heapMB } = one.limits;
        checks.holds(
          "memory",
          message.grownMB <= heapMB,
          `grew by ${Math.round(message.grownMB)} MB, allowed are ${heapMB}`,
        );
      }
      ended ||= message.phase === "ends" || message.phase === "missing" || message.phase === "broken";
    });
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      if (!ended)
        checks.fail(`the process ended (${signal ?? code}): ${words.trim().split("\n").slice(-6).join(" | ")}`);
      resolve();
    });
    child.send(job);
  });
  if (missing !== undefined) throw new Missing(missing.replace(/ does not exist$/, ""));
}

/** Whether an attempt did what the case wants of it. */
function judge(checks: Checks, { expect, also, because }: HostileCase, attempt: Attempt, file: string): void {
  const { how } = attempt;
  const accepted = [expect, also];
  if (attempt.loaded) {
    if (!accepted.includes("load-safely")) checks.fail(`${how}: loads`);
    else if (attempt.difference !== undefined) checks.fail(`${how}: ${attempt.difference}`);
    return;
  }
  const { own, name } = attempt;
  const message = attempt.message.replaceAll(file, "");
  if (!accepted.includes("refuse")) checks.fail(`${how}: refused with ${name}: ${message}`);
  checks.holds(how, own, `not an error of our own: ${name}: ${message}`);
  checks.holds(how, message.length < 2_000, `a message of ${message.length} characters`);
  const said = message.toLowerCase();
  for (const words of because) {
    const found = words.split("|").some((word) => said.includes(word.toLowerCase()));
    checks.holds(how, found, `the message has none of "${words}": ${message}`);
  }
}

/** Files that must not have come to exist, in the folder of work, below its root, or anywhere above. */
function checkMarkers(checks: Checks, markers: readonly string[], root: string, folder: string): void {
  const below = readdirSync(root, { recursive: true, encoding: "utf8" });
  for (const marker of markers) {
    const places = isAbsolute(marker) ? [marker] : ancestors(folder).map((place) => join(place, marker));
    for (const place of places) checks.holds("marker", !existsSync(place), `${place} exists`);
    checks.holds("marker", !below.some((name) => name.endsWith(marker)), `${marker} exists below ${root}`);
  }
}

function ancestors(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...ancestors(above)];
}
