import { readFileSync } from "node:fs";
import { NDArray, ready } from "@hornbeam/core";
import { beforeAll, expect, it, vi } from "vitest";
import { loadModelFromBytes } from "../../index.ts";

beforeAll(() => ready());

/** What TensorFlow.js did: fixtures/make.cjs. */
interface Trained {
  readonly model: { readonly weightsManifest: { readonly weights: { name: string; shape: number[] }[] }[] };
  readonly weights: string;
  readonly x: number[];
  readonly y: number[];
  readonly before: number[];
  readonly after: number[];
}
const cases = JSON.parse(readFileSync(new URL("fixtures/optimizers.json", import.meta.url), "utf8")) as Record<string, Trained>; // biome-ignore format: one line

const load = ({ model, weights }: Pick<Trained, "model" | "weights">) =>
  loadModelFromBytes({
    "model.json": new TextEncoder().encode(JSON.stringify(model)),
    "weights.bin": new Uint8Array(Buffer.from(weights, "base64")),
  });
async function nextLosses(given: Trained): Promise<number[]> {
  using model = await load(given);
  const x = new NDArray(Float32Array.from(given.x), [4, 2]);
  const y = new NDArray(Float32Array.from(given.y), [4, 1]);
  const losses: number[] = [];
  for (let i = 0; i < 3; i++) losses.push((await model.trainOnBatch(x, y)) as number);
  return losses;
}

// TensorFlow.js divides Adadelta's step by the average before the step, Keras by the one after it
it.each(Object.keys(cases).filter((name) => name !== "adadelta"))(
  "goes on where TensorFlow.js was, with its optimizer %s",
  async (name) => {
    const given = cases[name]!;
    const losses = await nextLosses(given);
    for (const [i, loss] of losses.entries()) expect(loss).toBeCloseTo(given.after[i]!, 5);
  },
);

it("gives Adadelta its averages", async () => {
  const given = cases["adadelta"]!;
  using model = await load(given);
  const values = model.optimizer.variables.filter(({ name }) => name.includes("hidden_bias"));
  // behind 13 weights and the count: the averages of squares, each in the order of the weights
  const stored = new Float32Array(Uint8Array.from(Buffer.from(given.weights, "base64")).buffer);
  expect(values.map((value) => [value.name.replace(/^.*bias_/, ""), [...value.numpy().data]])).toEqual([
    ["accumulated_grad", [...stored.subarray(14 + 6, 14 + 9)]],
    ["accumulated_delta_var", [...stored.subarray(14 + 13 + 6, 14 + 13 + 9)]],
  ]);
  expect(model.optimizer.iterations.numpy().data[0]).toBe(3n);
});

it("starts afresh, with a warning, where the state is of other weights", async () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  const { model, ...rest } = cases["adam"]!;
  const [group] = model.weightsManifest;
  // the last m is taken for a v
  const renamed = group!.weights.map((weight) => (weight.name === "out/bias_3/m" ? { ...weight, name: "out/bias_3/v0" } : weight)); // biome-ignore format: one line
  using loaded = await load({ ...rest, model: { ...model, weightsManifest: [{ ...group!, weights: renamed }] } });
  expect(warn.mock.calls).toEqual([
    [expect.stringMatching(/^Skipping the state of Adam "adam(_\d+)?": that in the file is of other weights\.$/)],
  ]);
  expect(loaded.optimizer.iterations.numpy().data[0]).toBe(0n);
  warn.mockRestore();
});
