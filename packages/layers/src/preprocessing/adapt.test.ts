import { DTypeError, NDArray } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { describe, expect, it } from "@hornbeam/testing";
import { afterEach, vi } from "vitest";
import { Discretization } from "./discretization.ts";
import { Normalization } from "./normalization.ts";
import { StringLookup } from "./string-lookup.ts";
import { TextVectorization } from "./text-vectorization.ts";

/** What is written to the standard output while something runs, times as they would be if none went by. */
async function written(run: () => Promise<unknown>, terminal = false): Promise<string> {
  vi.spyOn(performance, "now").mockReturnValue(1000);
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const before = Object.getOwnPropertyDescriptor(process.stdout, "isTTY");
  Object.defineProperty(process.stdout, "isTTY", { value: terminal, configurable: true });
  try {
    await run();
    return write.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    if (before) Object.defineProperty(process.stdout, "isTTY", before);
    else Reflect.deleteProperty(process.stdout, "isTTY");
    vi.restoreAllMocks();
  }
}
afterEach(() => vi.restoreAllMocks());

const bar = "━".repeat(20);
const numbers = NDArray.from([[1, 0], [3, 0], [5, 6], [7, 6]]); // biome-ignore format: a matrix
const batches = Dataset.fromTensorSlices([numbers, NDArray.zeros([4])]).batch(1);

describe("adapt's progress bar", () => {
  it("has a step a batch, and one for an array", async () => {
    expect(await written(() => new Normalization().adapt(batches))).toBe(`4/4 ${bar} 0s 0s/step\n`);
    expect(await written(() => new Normalization().adapt(numbers))).toBe(`1/1 ${bar} 0s 0s/step\n`);
    const texts = new TextVectorization();
    expect(await written(() => texts.adapt([NDArray.from(["a b"]), NDArray.from(["b"])]))).toBe(
      `2/2 ${bar} 0s 0s/step\n`,
    );
    expect(texts.getVocabulary()).toEqual(["", "[UNK]", "b", "a"]);
  });
  it("ends at `steps`, and counts where the length is not known", async () => {
    const layer = new Normalization();
    expect(await written(() => layer.adapt(batches, { steps: 3 }))).toBe(`3/3 ${bar} 0s 0s/step\n`);
    expect(layer.adaptMean).toBeClose([3, 2]);
    const endless = Dataset.fromGenerator(() => [numbers, numbers]);
    const text = await written(() => new Normalization().adapt(endless), true);
    expect(text).toContain("      1/Unknown ");
    expect(text.endsWith("\n")).toBe(true);
    expect(text).toContain("2/2");
    expect(await written(() => new Normalization().adapt(batches.repeat(), { steps: 5 }))).toContain("5/5");
  });
  it("grows on a terminal", async () => {
    const text = await written(() => new Discretization({ numBins: 2 }).adapt([numbers, numbers]), true);
    const first = text.split("\r")[1]!;
    expect(first).toContain(`\u001b[1m1/2\u001b[0m \u001b[32m${"━".repeat(10)}\u001b[0m\u001b[37m${"━".repeat(10)}`);
    expect(text).toContain(`\u001b[1m2/2\u001b[0m \u001b[32m${bar}`);
  });
  it("is a line at level 2, and nothing at 0 or without data", async () => {
    const words = new StringLookup();
    const data = [NDArray.from(["a", "b"]), NDArray.from(["b"])];
    expect(await written(() => words.adapt(data, { verbose: 2 }))).toBe("2/2 - 0s - 0s/step\n");
    expect(words.getVocabulary()).toEqual(["[UNK]", "b", "a"]);
    expect(await written(() => words.adapt(data, { verbose: 0 }))).toBe("");
    expect(await written(() => new StringLookup().adapt(Dataset.fromGenerator(() => [])))).toBe("");
  });
});

describe("adapt's options", () => {
  it("are refused where they cannot be meant", async () => {
    const refused = (options: object, message: string) =>
      expect(new Normalization({ name: "n" }).adapt(numbers, options)).rejects.toThrow(
        `Cannot adapt Normalization "n": ${message}`,
      );
    await refused({ verbos: 1 }, "unknown option `verbos`\nDid you mean `verbose`?");
    await refused({ batchSize: 1 }, "unknown option `batchSize`\nKnown options: steps, verbose, signal.");
    await refused({ verbose: 3 }, '`verbose` must be one of "auto", 0, 1, 2, received 3');
    await refused({ steps: -1 }, "`steps` must be a non-negative integer, received -1");
    await refused({ signal: true }, "`signal` must be an AbortSignal, received true");
    await expect(new TextVectorization().adapt(numbers, { verbose: 0 })).rejects.toThrow(DTypeError);
  });
  it("end the work at a signal, and leave what was known", async () => {
    const stop = new AbortController();
    const layer = new Normalization();
    await layer.adapt(numbers, { verbose: 0 });
    const read: number[] = [];
    const watched = Dataset.fromGenerator(function* () {
      for (let i = 0; i < 9; i++) {
        read.push(i);
        if (i === 2) stop.abort(new Error("enough"));
        yield numbers;
      }
    });
    await expect(layer.adapt(watched, { verbose: 0, signal: stop.signal })).rejects.toThrow("enough");
    expect(read).toEqual([0, 1, 2]);
    expect(layer.adaptMean).toBeClose([4, 3]);
    const words = new StringLookup();
    await words.adapt(NDArray.from(["a"]), { verbose: 0 });
    await expect(words.adapt(NDArray.from(["b"]), { verbose: 0, signal: stop.signal })).rejects.toThrow("enough");
    expect(words.getVocabulary()).toEqual(["[UNK]", "a"]);
  });
  it("give timers their turn while there is work", async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(new Error("late")), 30);
    const endless = Dataset.fromGenerator(() => [numbers]).repeat();
    await expect(new Normalization().adapt(endless, { verbose: 0, signal: stop.signal })).rejects.toThrow("late");
  });
});
