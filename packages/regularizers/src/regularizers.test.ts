import { Deserializer, define, memory, registerKerasSerializable, type Tensor } from "@hornbeam/core";
import { multiply, sum } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { catalogue } from "./catalogue.ts";
import { get, L1, L1L2, L2, OrthogonalRegularizer, Regularizer, regularizer, serialize } from "./index.ts";

describe("penalties", () => {
  it("grow with the size of weights", () => {
    expect(new L1({ l1: 0.5 })([[1, -2]])).toBeClose(1.5);
    expect(new L2({ l2: 0.5 })([[1, -2]])).toBeClose(2.5);
    expect(new L1L2({ l1: 0.5, l2: 1 })([[1, -2]])).toBeClose(6.5);
    expect(new L1L2()([1, 2])).toBeClose(0);
  });

  it("grow with the angles between vectors", () => {
    const x = [
      [1, 1],
      [1, 0],
    ];
    expect(new OrthogonalRegularizer({ factor: 1 })(x)).toBeClose(Math.SQRT1_2);
    expect(new OrthogonalRegularizer({ factor: 2, mode: "columns" })(x)).toBeClose(Math.SQRT2);
    expect(() => new OrthogonalRegularizer()([1, 2])).toThrow(
      "Cannot call OrthogonalRegularizer: the tensor must have rank 2, received shape [2]",
    );
  });

  it("survive a round trip through their configs and leave one tensor", () => {
    for (const Class of catalogue().classes) {
      const one = new (Class as unknown as new () => Regularizer)();
      expect(
        serialize(new Deserializer({ catalogue: catalogue() }).deserialize(serialize(one)) as Regularizer),
      ).toEqual(serialize(one));
      const before = memory().numTensors;
      const penalty = one([
        [1, 2],
        [3, 4],
      ]);
      expect(memory().numTensors - before).toBe(1);
      penalty.dispose();
    }
  });

  it("refuse negative and infinite factors", () => {
    expect(() => new L2({ l2: -0.5 })).toThrow(
      "Cannot create L2: `l2` must be a finite non-negative number, received -0.5",
    );
    expect(() => new L1({ l1: Number.POSITIVE_INFINITY })).toThrow("received Infinity");
    expect(() => new OrthogonalRegularizer({ mode: "diagonal" as "rows" })).toThrow(
      '`mode` must be one of "rows", "columns", received "diagonal"',
    );
  });
});

describe("get", () => {
  it("knows every spelling, and says what was meant", () => {
    for (const name of ["l1", "L1"]) expect(get(name)).toBeInstanceOf(L1);
    for (const name of ["L1L2", "l1_l2", "l1L2", "l1l2"]) expect(get(name)).toBeInstanceOf(L1L2);
    expect(get("orthogonal_regularizer")).toBeInstanceOf(OrthogonalRegularizer);
    expect((get({ class_name: "L2", config: { l2: 0.25 } }) as L2).l2).toBe(0.25);
    expect(get(null)).toBeNull();
    expect(() => get("l3")).toThrow(
      'Cannot get a regularizer: the identifier must stand for a regularizer, received "l3"\nDid you mean',
    );
  });
});

describe("the option", () => {
  class Holder extends define("Holder", { biasRegularizer: regularizer(null) }, Regularizer) {
    override call(x: Tensor): Tensor {
      return x;
    }
  }

  it("takes null, names, configs and functions, which become regularizers", () => {
    expect(new Holder().biasRegularizer).toBeNull();
    expect(new Holder({ biasRegularizer: "l2" }).biasRegularizer).toBeInstanceOf(L2);
    const twice = registerKerasSerializable((x: Tensor) => multiply(sum(x), 2), { name: "twice" });
    const holder = new Holder({ biasRegularizer: twice });
    expect(holder.biasRegularizer).toBeInstanceOf(Regularizer);
    expect(holder.biasRegularizer!([1, 2])).toBeClose(6);
    const reading = new Deserializer({ catalogue: catalogue() });
    const again = Holder.fromConfig(holder.getConfig(), reading);
    expect(again.biasRegularizer!([1, 2])).toBeClose(6);
    const l1 = Holder.fromConfig(new Holder({ biasRegularizer: new L1({ l1: 2 }) }).getConfig(), reading);
    expect((l1.biasRegularizer as L1).l1).toBe(2);
  });

  it("refuses what is none", () => {
    expect(() => new Holder({ biasRegularizer: 3 as never })).toThrow(
      "Cannot create Holder: `biasRegularizer` must be a regularizer, its name or null, received 3",
    );
  });
});
