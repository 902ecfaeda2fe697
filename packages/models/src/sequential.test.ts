import { clearSession, KerasTensor, memory, NDArray, ready } from "@hornbeam/core";
import { Dense, Dropout, Flatten, Input } from "@hornbeam/layers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Model } from "./model.ts";
import { Sequential } from "./sequential.ts";

const ones = (...shape: number[]) => new NDArray(new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(1), shape);

describe("Sequential", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("is built at once behind an Input, without a backend's work", () => {
    const before = memory().numTensors;
    const model = new Sequential([Input({ shape: [4] }), new Dense({ units: 3 }), new Dense({ units: 1 })]);
    expect([model.built, model.countParams(), memory().numTensors]).toEqual([true, 19, before]);
    expect([model.inputShape, model.outputShape]).toEqual([
      [null, 4],
      [null, 1],
    ]);
    expect(model.layers.map(({ name }) => name)).toEqual(["dense", "dense_1"]);
  });

  it("waits for its first data without one", async () => {
    using model = new Sequential([new Flatten(), new Dense({ units: 2, kernelInitializer: "ones" })]);
    expect([model.built, model.weights]).toEqual([false, []]);
    expect(() => model.inputShape).toThrow(
      /^Cannot read the inputs of Sequential "sequential": it must have been built\n/,
    );
    const y = await model.predict(ones(2, 3));
    expect([y.toArray(), model.built, model.countParams()]).toEqual([
      [
        [3, 3],
        [3, 3],
      ],
      true,
      8,
    ]);
  });

  it("grows and shrinks", () => {
    const model = new Sequential([Input({ shape: [4] })]);
    model.add(new Dense({ units: 3 }));
    model.add(new Dense({ units: 2 }));
    expect([model.outputShape, model.countParams()]).toEqual([[null, 2], 23]);
    expect(model.pop().name).toBe("dense_1");
    expect([model.outputShape, model.countParams()]).toEqual([[null, 3], 15]);
  });

  it("can be called as a layer of another model", () => {
    const inner = new Sequential([Input({ shape: [4] }), new Dense({ units: 3 })], { name: "inner" });
    const x = Input({ shape: [4] });
    const y = inner(x) as unknown as KerasTensor;
    expect(y).toBeInstanceOf(KerasTensor);
    const outer = new Model({ inputs: x, outputs: new Dense({ units: 1 })(y) });
    expect(outer.layers.map(({ name }) => name)).toEqual(["input_layer_1", "inner", "dense_1"]);
    expect(outer.countParams()).toBe(19);
  });

  it("comes back from its config, with the names it had", () => {
    const model = new Sequential(
      [Input({ shape: [4] }), new Dense({ units: 3, activation: "relu" }), new Dropout({ rate: 0.5 })],
      { name: "net" },
    );
    const again = Sequential.fromConfig(model.getConfig());
    expect(again).toBeInstanceOf(Sequential);
    expect(again.getConfig()).toEqual(model.getConfig());
    expect(again.countParams()).toBe(15);
  });

  it("refuses what does not belong to a stack", () => {
    const model = new Sequential([Input({ shape: [4] }), new Dense({ units: 1, name: "one" })], { name: "net" });
    expect(() => model.add(3 as never)).toThrow(
      'Cannot add a layer to Sequential "net": it must be a layer, or the tensor of an Input, received 3',
    );
    expect(() => model.add(Input({ shape: [4] }))).toThrow(
      'Cannot add a layer to Sequential "net": an Input must come first, and once, received InputLayer',
    );
    expect(() => model.add(new Dense({ units: 2, name: "one" }))).toThrow(
      'Cannot add a layer to Sequential "net": its layers must have different names, received a second "one"',
    );
    expect(() => new Sequential([], { name: "empty" }).pop()).toThrow(
      'Cannot pop a layer of Sequential "empty": it has no layers',
    );
    expect(() => new Sequential([], { name: "empty" }).build([null, 2])).toThrow(
      'Cannot build Sequential "empty": it has no layers',
    );
    expect(() => new Sequential(new Dense({ units: 1 }) as never)).toThrow(
      "Cannot create Sequential: its layers must be a list",
    );
    expect(() => model.countParams.call(new Sequential([new Dense({ units: 1 })], { name: "late" }))).toThrow(
      'Cannot count the parameters of Sequential "late": it must have been built',
    );
  });
});
