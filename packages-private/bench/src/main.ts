/**
 * Times Hornbeam against its peers, everybody taking turns in one run on the same weights and data:
 *
 *     npm run bench -- [--only mlp-32,cnn-128] [--part train,predict,cold-start,growth,browser] [--rounds 12] [--threads 1,2]
 *                      [--peer keras-tensorflow,keras-jax,tfjs-layers,hornbeam-128] [--browsers chromium,firefox,webkit]
 *                      [--json FILE] [--markdown] [--against FILE]
 *
 * Keras takes part where KERAS_PYTHON names a Python that has it. `--against` compares with a file that `--json` wrote,
 * and ends with an error if something became slower by a quarter.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { browserNames } from "@hornbeam/browser/browsers";
import { hornbeam, type Peer, peer, peers } from "./contestants/index.ts";
import { environment } from "./environment.ts";
import { inBrowser } from "./parts/browser.ts";
import { coldStart } from "./parts/cold-start.ts";
import { growth } from "./parts/growth.ts";
import type { Figure, Plan } from "./parts/part.ts";
import { prediction } from "./parts/prediction.ts";
import { training } from "./parts/training.ts";
import { markdown, regressions, table } from "./report.ts";
import { writeTask } from "./task.ts";
import { workloads } from "./workloads/index.ts";

const parts = { train: training, predict: prediction, "cold-start": coldStart, growth, browser: inBrowser };
const { values: flags } = parseArgs({
  options: {
    only: { type: "string", default: Object.keys(workloads).join(",") },
    part: { type: "string", default: Object.keys(parts).join(",") },
    peer: { type: "string", default: "keras-tensorflow,tfjs-layers" },
    threads: { type: "string", default: "1,2" },
    rounds: { type: "string", default: "12" },
    browsers: { type: "string", default: "chromium" },
    json: { type: "string" },
    against: { type: "string" },
    markdown: { type: "boolean", default: false },
  },
});

/** The names in a list, all of them known. */
function names<Name extends string>(flag: string, list: string, known: readonly Name[]): Name[] {
  return list.split(",").map((name) => {
    if (known.includes(name as Name)) return name as Name;
    throw new RangeError(`--${flag} takes ${known.join(", ")}, received ${name}`);
  });
}

const threads = flags.threads.split(",").map(Number);
const invited: Peer[] = flags.peer === "" ? [] : names("peer", flags.peer, peers);
const figures: Figure[] = [];
const folder = mkdtempSync(join(tmpdir(), "hornbeam-bench-"));
const plan: Plan = {
  only: names("only", flags.only, Object.keys(workloads)),
  rounds: Number(flags.rounds),
  threads,
  browsers: names("browsers", flags.browsers, browserNames),
  folder,
  contestants: () =>
    [undefined, ...invited].flatMap((name) =>
      threads.flatMap((count) => {
        const command = name === undefined ? hornbeam(count) : peer(name, count);
        return command ? [{ command, threads: count }] : [];
      }),
    ),
  report: (title, unit, group) => {
    console.log(table(title, unit, group));
    figures.push(...group);
  },
};

try {
  const machine = await environment();
  console.log(Object.values(machine).filter(Boolean).join(", "));
  for (const name of plan.only) await writeTask(join(folder, name), workloads[name]!);
  for (const name of names("part", flags.part, Object.keys(parts) as (keyof typeof parts)[])) await parts[name](plan);
  if (flags.markdown)
    for (const part of new Set(figures.map((figure) => figure.part)))
      console.log(`\n${part}\n\n${markdown(figures, part)}`);
  if (flags.json) writeFileSync(flags.json, `${JSON.stringify({ machine, figures }, null, 2)}\n`);
  if (flags.against) {
    const before = JSON.parse(readFileSync(flags.against, "utf8")) as { figures: Figure[] };
    const slower = regressions(figures, before.figures);
    console.log(slower.length === 0 ? "\nNothing became slower by a quarter." : `\nSlower:\n${slower.join("\n")}`);
    process.exitCode = slower.length === 0 ? 0 : 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
