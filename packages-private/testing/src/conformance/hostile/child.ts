// The process of one hostile case: loads a good file, then the hostile one from bytes and by its path, then the good
// file again, and tells the process that started it what it saw.
import { Watch } from "./watch.ts";

const watch = new Watch();
const { readFileSync } = await import("node:fs");
const { KerasError, memory, ready } = await import("@hornbeam/core");
const { compareStructures } = await import("../compare.ts");
const { toHost } = await import("../host.ts");
const { Missing } = await import("../outcome.ts");
const { Packages } = await import("../packages.ts");
const { loaderOf, packagesOf } = await import("./loaders.ts");
type HostileJob = import("./messages.ts").HostileJob;
type HostileMessage = import("./messages.ts").HostileMessage;
type Loader = import("./loaders.ts").Loader;

process.once("message", (job: HostileJob) => {
  run(job)
    .catch((error: unknown) => {
      if (error instanceof Missing) tell({ phase: "missing", what: error.message });
      else tell({ phase: "broken", what: String(error instanceof Error ? (error.stack ?? error) : error) });
    })
    .finally(() => process.disconnect());
});

function tell(message: HostileMessage): void {
  process.send?.(message);
}

async function run(job: HostileJob): Promise<void> {
  process.chdir(job.folder);
  const packages = await Packages.load(...packagesOf(job.loader));
  const target = (path: string | undefined): string | undefined => (path ? readFileSync(path, "utf8") : undefined);
  const { folder } = job;
  const clean = await loaderOf(job.loader, job.clean, { packages, target: target(job.cleanTarget), folder });
  const loader = await loaderOf(job.loader, job.file, { packages, target: target(job.target), folder });
  await ready();
  const cleanBytes = new Uint8Array(readFileSync(job.clean));
  await loadOnce(clean, cleanBytes, job.clean);
  const bytes = new Uint8Array(readFileSync(job.file));
  const prototypes = keysOfPrototypes();
  const tensors = memory().numTensors;
  const before = process.resourceUsage().maxRSS;

  watch.arm((path, writes) =>
    writes ? path.startsWith(folder) || !/^(\/|\.\.)/.test(path) : allowedToRead(path, job),
  );
  for (const [how, attempt] of attemptsOf(loader, bytes, job.file)) {
    tell({ phase: "begins" });
    await tryToLoad(how, attempt, loader, job);
  }
  watch.disarm();

  const grownMB = (process.resourceUsage().maxRSS - before) / 1024;
  const violations = [...watch.violations];
  if (keysOfPrototypes() !== prototypes) violations.push("a prototype has other keys");
  if (memory().numTensors !== tensors) violations.push(`${memory().numTensors - tensors} tensors are left`);
  await loadOnce(clean, cleanBytes, job.clean);
  tell({ phase: "ends", violations, grownMB });
}

async function tryToLoad(how: string, attempt: () => Promise<unknown>, loader: Loader, job: HostileJob): Promise<void> {
  try {
    using loaded = disposable(await attempt());
    const got = job.expected ? toHost(await loader.describe(loaded.value, job.expected)) : undefined;
    const difference = job.expected && compareStructures("loaded", got, job.expected, { atol: 0, rtol: 1e-7 });
    tell({ phase: "attempt", attempt: { how, loaded: true, difference } });
  } catch (error) {
    const own = error instanceof KerasError;
    const { name, message } = error instanceof Error ? error : { name: typeof error, message: String(error) };
    tell({ phase: "attempt", attempt: { how, loaded: false, own, name, message } });
  }
}

/** The good file loads, and leaves nothing behind. */
async function loadOnce(loader: Loader, bytes: Uint8Array, path: string): Promise<void> {
  for (const [, attempt] of attemptsOf(loader, bytes, path)) disposable(await attempt())[Symbol.dispose]();
}

function attemptsOf(loader: Loader, bytes: Uint8Array, path: string): [string, () => Promise<unknown>][] {
  const { fromBytes, fromPath } = loader;
  const attempts: [string, () => Promise<unknown>][] = [];
  if (fromBytes) attempts.push(["from bytes", () => fromBytes(bytes.slice(), path)]);
  if (fromPath) attempts.push(["by path", () => fromPath(path)]);
  return attempts;
}

function disposable(value: unknown): Disposable & { readonly value: unknown } {
  return {
    value,
    [Symbol.dispose]() {
      if ((typeof value === "object" || typeof value === "function") && value !== null && Symbol.dispose in value) {
        (value as Disposable)[Symbol.dispose]();
      }
    },
  };
}

/** The given file, and the sources of the project itself, which may load parts when they are first needed. */
function allowedToRead(path: string, { file }: HostileJob): boolean {
  return path === file || /[\\/](packages|node_modules)[\\/].*\.(ts|js|mjs|json|wasm)$/.test(path);
}

function keysOfPrototypes(): string {
  const keys = [Object.prototype, Array.prototype, Function.prototype].map((prototype) => Reflect.ownKeys(prototype).map(String).sort().join()); // biome-ignore format: one line
  return `${keys.join(";")};${String(({} as { polluted?: unknown }).polluted)}`;
}
