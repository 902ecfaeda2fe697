import { clearSession, NDArray, ready, setRandomSeed } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { SGD } from "@hornbeam/optimizers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Sequential } from "../../sequential.ts";
import type { BatchTuple } from "../types.ts";

const column = (...values: number[]) => NDArray.from(values.map((value) => [value]));

/** Batches `[index, 2 * index]` of one sample, and a note of what is asked of it. */
class Numbered {
  readonly notes: (string | number)[] = [];
  readonly length: number | null;
  constructor(length: number | null) {
    this.length = length;
  }
  getItem(index: number): BatchTuple {
    this.notes.push(index);
    return [column(index), column(2 * index)];
  }
  onEpochBegin(): void {
    this.notes.push("begin");
  }
  onEpochEnd(): void {
    this.notes.push("end");
  }
  async *inOrder(order?: ArrayLike<number>): AsyncGenerator<BatchTuple> {
    for (let i = 0; i < (order?.length ?? this.length ?? Number.POSITIVE_INFINITY); i++)
      yield this.getItem(order?.[i] ?? i);
  }
  [Symbol.asyncIterator](): AsyncGenerator<BatchTuple> {
    return this.inOrder();
  }
}

/** `y = x`, trained with a rate of 0: weights stay as they are. */
function line(): Sequential {
  const model = new Sequential([
    Input({ shape: [1] }),
    new Dense({ units: 1, useBias: false, kernelInitializer: "ones" }),
  ]);
  model.compile({ optimizer: new SGD({ learningRate: 0 }), loss: "mse" });
  return model;
}

describe("IndexedSource", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("tells the data set where epochs begin and end", async () => {
    using model = line();
    const data = new Numbered(3);
    const { history } = await model.fit(data, { verbose: 0, epochs: 2, shuffle: false });
    expect(data.notes).toEqual(["begin", 0, 1, 2, "end", "begin", 0, 1, 2, "end"]);
    expect(history["loss"]).toEqual([expect.closeTo(5 / 3, 6), expect.closeTo(5 / 3, 6)]); // (0 + 1 + 4) / 3
  });

  it("takes the batches of each epoch in an order of its own, which follows from the seed", async () => {
    const orders = async () => {
      setRandomSeed(1);
      using model = line();
      const data = new Numbered(8);
      await model.fit(data, { verbose: 0, epochs: 2 });
      return [data.notes.slice(1, 9), data.notes.slice(11, 19)];
    };
    const [first, second] = await orders();
    const sorted = (order: readonly (string | number)[]) => [...order].map(Number).sort((a, b) => a - b);
    expect(sorted(first!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(sorted(second!)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(first).not.toEqual(sorted(first!));
    expect(second).not.toEqual(first);
    expect(await orders()).toEqual([first, second]);
  });

  it("goes on where an epoch of fewer steps has stopped, also without end", async () => {
    using model = line();
    const data = new Numbered(null);
    await model.fit(data, { verbose: 0, epochs: 2, stepsPerEpoch: 2 });
    expect(data.notes).toEqual(["begin", 0, 1, "end", "begin", 2, 3, "end"]);
  });

  it("weighs samples by their classes", async () => {
    using model = line();
    const { history } = await model.fit(new Numbered(3), {
      verbose: 0,
      shuffle: false,
      classWeight: { 2: 4, 4: 0 },
    });
    expect(history["loss"]).toEqual([expect.closeTo(4 / 3, 6)]); // (0 + 4 · 1 + 0 · 4) / 3
  });

  it("evaluates and predicts in order", async () => {
    using model = line();
    const data = new Numbered(3);
    expect(await model.evaluate(data, { verbose: 0 })).toBeCloseTo(5 / 3, 6);
    expect((await model.predict(data, { verbose: 0 })).toArray()).toEqual([[0], [1], [2]]);
    expect(data.notes).toEqual(["begin", 0, 1, 2, "end", "begin", 0, 1, 2, "end"]);
  });

  it("refuses targets and weights beside the data set", async () => {
    using model = line();
    await expect(model.fit(new Numbered(3), { verbose: 0, sampleWeight: column(1, 1, 1) })).rejects.toThrow(
      "`sampleWeight` must come inside the data set",
    );
  });
});
