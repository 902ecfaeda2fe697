import { Deserializer, define, memory, type Tensor } from "@hornbeam/core";
import { negative } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { catalogue } from "./catalogue.ts";
import { Constraint, constraint, get, MaxNorm, MinMaxNorm, NonNeg, serialize, UnitNorm } from "./index.ts";

describe("projections", () => {
  it("limit, fix and bound norms of columns", () => {
    const w = [
      [3, 0.3],
      [4, 0.4],
    ];
    expect(new MaxNorm({ maxValue: 1 })(w)).toBeClose([
      [0.6, 0.3],
      [0.8, 0.4],
    ]);
    expect(new UnitNorm()(w)).toBeClose([
      [0.6, 0.6],
      [0.8, 0.8],
    ]);
    expect(new MinMaxNorm({ minValue: 1, maxValue: 2 })(w)).toBeClose([
      [1.2, 0.6],
      [1.6, 0.8],
    ]);
    expect(new MinMaxNorm({ minValue: 0, maxValue: 1, rate: 0.5 })([[3], [4]])).toBeClose([[1.8], [2.4]]);
  });

  it("take other axes", () => {
    expect(new UnitNorm({ axis: 1 })([[3, 4]])).toBeClose([[0.6, 0.8]]);
    expect(
      new UnitNorm({ axis: [0, 1] })([
        [1, 1],
        [1, 1],
      ]),
    ).toBeClose([
      [0.5, 0.5],
      [0.5, 0.5],
    ]);
  });

  it("leave zeros alone", () => {
    expect(new UnitNorm()([0, 0])).toBeClose([0, 0]);
    expect(new NonNeg()([-1, 0, 2])).toBeClose([0, 0, 2]);
  });

  it("survive a round trip through their configs and leave one tensor", () => {
    for (const Class of catalogue().classes) {
      const one = new (Class as unknown as new () => Constraint)();
      expect(serialize(new Deserializer({ catalogue: catalogue() }).deserialize(serialize(one)) as Constraint)).toEqual(
        serialize(one),
      );
      const before = memory().numTensors;
      const projected = one([
        [1, 2],
        [3, 4],
      ]);
      expect(memory().numTensors - before).toBe(1);
      projected.dispose();
    }
  });

  it("refuse options that make no sense", () => {
    expect(() => new MaxNorm({ axis: 0.5 })).toThrow(
      "Cannot create MaxNorm: `axis` must be an integer or a list of integers, received 0.5",
    );
  });
});

describe("get and the option", () => {
  class Holder extends define("Holder", { kernelConstraint: constraint(null) }, Constraint) {
    override call(w: Tensor): Tensor {
      return w;
    }
  }

  it("know every spelling, and say what was meant", () => {
    for (const name of ["MaxNorm", "max_norm", "maxNorm"]) expect(get(name)).toBeInstanceOf(MaxNorm);
    expect(get(null)).toBeNull();
    expect(() => get("max_normal")).toThrow(
      'Cannot get a constraint: the identifier must stand for a constraint, received "max_normal"\nDid you mean "max_norm"?',
    );
  });

  it("take null, names and functions", () => {
    expect(new Holder().kernelConstraint).toBeNull();
    expect(new Holder({ kernelConstraint: "non_neg" }).kernelConstraint).toBeInstanceOf(NonNeg);
    const flip = (w: Tensor): Tensor => negative(w);
    expect(new Holder({ kernelConstraint: flip }).kernelConstraint!([1])).toBeClose([-1]);
    expect(new Holder({ kernelConstraint: flip }).getConfig()).toMatchObject({ kernel_constraint: { config: "flip" } });
  });
});
