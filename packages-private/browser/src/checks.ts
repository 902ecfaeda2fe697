import assert from "node:assert/strict";
import type { Outcome as FilesOutcome } from "./app/files.ts";
import type { ThreadedOutcome } from "./app/on-threads.ts";
import type { Outcome } from "./app/program.ts";

/** Losses of the first page that ran each build: all others must have the same, in every browser and on any number of threads. */
const known = new Map<string, readonly number[]>();

function checkTraining(outcome: unknown): string {
  const { accuracy, epochs, losses, digits, labels, bytes, sameAfterLoading, aborted, tensorsLeft, ...rest } =
    outcome as Outcome;
  assert.equal(epochs, 3);
  assert.ok(losses[2]! < losses[0]!, `losses must fall: ${losses}`);
  assert.ok(accuracy > 0.95, `accuracy ${accuracy}`);
  assert.ok(digits.filter((digit, i) => digit === labels[i]).length >= 8, `digits ${digits}, labels ${labels}`);
  assert.ok(bytes > 900_000, `the model has ${bytes} bytes`); // 240,000 weights and Adam's two slots, float32
  assert.ok(sameAfterLoading, "the loaded model must predict the same");
  assert.equal(aborted, "stopped by the user");
  assert.equal(tensorsLeft, 0);
  if (!known.has(rest.variant)) known.set(rest.variant, losses);
  assert.deepEqual(losses, known.get(rest.variant), "losses follow from the seed and the build alone");
  return `accuracy ${(100 * accuracy).toFixed(1)} % in ${(rest.milliseconds / 1000).toFixed(1)} s, ${rest.variant}`;
}
/** @param before how many there are to be where nothing was said, of so many cores. */
const checkThreads =
  (before: (cores: number) => number, wanted?: number) =>
  (outcome: unknown): string => {
    const { isolated, cores, threads, started, ...rest } = outcome as ThreadedOutcome;
    assert.ok(isolated, "the page must be cross-origin isolated");
    assert.equal(rest.before, before(cores));
    assert.equal(threads, wanted ?? rest.before);
    assert.equal(started, threads - 1);
    assert.equal(rest.why, threads > 1 ? undefined : why);
    return `${checkTraining(outcome)}, ${threads} threads`;
  };
const why = "the main thread of a page may not sleep: train in a worker, or call setThreads";
const inWorker = (cores: number): number => Math.min(8, cores);
const inPage = (): number => 1;
function checkNotIsolated(outcome: unknown): string {
  assert.equal(
    outcome,
    "KernelError: Cannot use 2 threads: the page must be cross-origin isolated, received a page that is not\n" +
      "Serve it with `Cross-Origin-Opener-Policy: same-origin` and `Cross-Origin-Embedder-Policy: require-corp`. " +
      "1: the page is not cross-origin isolated",
  );
  return "is told so";
}
function checkFamily(outcome: unknown): string {
  const { y, names } = outcome as { y: number[]; names: number };
  assert.deepEqual(y, [0, 2]);
  assert.ok(names > 40);
  return `${names} names`;
}

/** @param few whether folders, downloads and pickers are left out, see app/files.ts. */
const checkFiles =
  (few: boolean) =>
  (outcome: unknown): string => {
    const { lists, same, refused, progress, tensorsLeft } = outcome as FilesOutcome;
    const shards = ["w.weights.json", ...[0, 1, 2, 3].map((i) => `w_0000${i}.weights.h5`)];
    for (const store of few ? ["IndexedDB"] : ["IndexedDB", "OPFS"])
      assert.deepEqual(lists[store], [["folder/m.keras", ...shards], shards], store);
    const elsewhere = ["OPFS", "OPFS, shards", "handle", "download and picker"];
    assert.deepEqual(same, ["IndexedDB", "IndexedDB, shards", ...(few ? ["IndexedDB, with progress"] : elsewhere)]);
    assert.ok(progress.received > 1000 && progress.received === progress.total);
    const found = "the file must be in the store; it was not found, received";
    assert.deepEqual(refused, {
      missing: `LoadingError: Cannot load a model: ${found} "none.keras"`,
      ...(!few && { cutOff: `LoadingError: Cannot load a model: ${found} "cut-off.keras"` }),
      outside: 'OptionError: Cannot name a file of IndexedDBStore: the name must be of parts between slashes, none of them empty, "." or "..", received "../m.keras"', // biome-ignore format: one line
      path: 'OptionError: Cannot save Sequential "sequential": a path needs the files of Node, which are not here, received "m.keras"\nIn a page: save to a file of a store (`IndexedDBStore`, `OpfsStore`), to `downloadFile(name)`, or take the bytes of `saveModelToBytes`.', // biome-ignore format: one line
      large: `LoadingError: Cannot load a model: the file must not be larger than the limit of 100 bytes, received ${progress.total} bytes or more: "a Blob"\nRaise \`maxBytes\` if you trust the file.`, // biome-ignore format: one line
      kept: 'StateError: Cannot save Sequential "sequential": the file must not exist yet where `overwrite` is false, received "start.keras"', // biome-ignore format: one line
    });
    assert.equal(tensorsLeft, 0);
    return `${same.length} places${few ? "; NOT RUN: folders, downloads and pickers" : ""}`;
  };

export type Case = readonly [title: string, page: string, check: (outcome: unknown) => string];

/** What is run in every browser. */
export const casesOf = (few: boolean): readonly Case[] => [
  ["a page, bundled by Vite", "vite/page", checkTraining],
  ["a worker, bundled by Vite", "vite/with-worker", checkTraining],
  ["two threads in a worker", "vite/threads-in-worker", checkThreads(inWorker, 2)],
  ["two threads in a page", "vite/threads", checkThreads(inPage, 2)],
  ["threads that start by themselves in a worker", "vite/threads-by-themselves", checkThreads(inWorker)],
  ["one thread in a page that is isolated", "vite/isolated", checkThreads(inPage)],
  ["two threads in a page that is not isolated", "vite/not-isolated", checkNotIsolated],
  ["a page, bundled by esbuild", "esbuild/page", checkTraining],
  ["import * as keras, bundled by Vite", "vite/whole-family", checkFamily],
  ["files: databases, folders, downloads", few ? "vite/files?few" : "vite/files", checkFiles(few)],
];

/** Pages that are cross-origin isolated. */
export const isolated = ["threads", "threads-in-worker", "threads-by-themselves", "isolated"].map(
  (name) => `vite/${name}`,
);
