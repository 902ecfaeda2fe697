import { describe, expect, it } from "vitest";
import { argumentsFor, optionsFor } from "./keras-call.ts";

const op = Object.assign((): unknown => undefined, {
  definition: { tensors: ["x", "mean", "offset"], settings: ["axis"] },
});

describe("argumentsFor", () => {
  it("puts the tensors and settings of an op in its own order, null where one is left out", () => {
    const signature = ["x!", "mean!", "axis!", "offset", "epsilon"];
    expect(argumentsFor(op, "ops.norm", signature, ["X", "M", -1], { epsilon: 0.5 })).toEqual(["X", "M", null, -1, { epsilon: 0.5 }]); // biome-ignore format: one line
    expect(argumentsFor(op, "ops.norm", signature, ["X", "M", -1, "O"], {})).toEqual(["X", "M", "O", -1]);
  });

  it("gives other functions what Keras requires by position, and the rest as options in camelCase", () => {
    const f = (x: unknown): unknown => x;
    const signature = ["logits!", "num_samples!", "seed"];
    expect(argumentsFor(f, "random.categorical", signature, ["L"], { num_samples: 4, seed: 1 })).toEqual(["L", 4, { seed: 1 }]); // biome-ignore format: one line
    expect(argumentsFor(f, "utils.pad", ["x!", "max_len"], ["X", 3], {})).toEqual(["X", { maxLen: 3 }]);
    expect(argumentsFor(f, "utils.pad", ["x!", "max_len"], ["X"], {})).toEqual(["X"]);
  });

  it("spreads what takes all further arguments", () => {
    const f = (...x: unknown[]): unknown => x;
    expect(argumentsFor(f, "backend.result_type", ["*dtypes"], ["int32", "bool"], {})).toEqual(["int32", "bool"]);
  });

  it("refuses what it cannot place", () => {
    expect(() => argumentsFor(op, "ops.norm", undefined, [1], {})).toThrow("The signature of ops.norm is not known");
    expect(() => argumentsFor(op, "ops.norm", ["x!"], [1, 2], {})).toThrow("ops.norm has no parameter 1");
  });
});

describe("optionsFor", () => {
  it("goes by the keys of the class's table, and else by camelCase, so that unknown ones are refused under their name", () => {
    const Class = Object.assign(class {}, { schema: { beta1: { key: "beta_1" }, learningRate: {} } });
    const options = optionsFor(Class as never, "optimizers.Adam", ["learning_rate"], [0.1], {
      beta_1: 0.9,
      no_such: 1,
    });
    expect(options).toEqual({ learningRate: 0.1, beta1: 0.9, noSuch: 1 });
  });
});
