import { ConfigError, Loss, OptionError, registerKerasSerializable, type Tensor } from "@hornbeam/core";
import { mean, subtract } from "@hornbeam/ops";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { deserialize, get, serialize } from "./get.ts";
import type { LossName } from "./identifiers.ts";
import { Huber, klDivergence, MeanSquaredError, meanAbsolutePercentageError, meanSquaredError } from "./losses.ts";

describe("get", () => {
  it("finds functions by Keras' names, its short ones and camelCase", () => {
    for (const name of ["mean_squared_error", "meanSquaredError", "mse", "MSE"])
      expect(get(name)).toBe(meanSquaredError);
    expect(get("kld")).toBe(klDivergence);
    expect(get("MAPE")).toBe(meanAbsolutePercentageError);
  });
  it("makes losses of the names of classes, new ones each time", () => {
    expect(get("MeanSquaredError")).toBeInstanceOf(MeanSquaredError);
    expect(get("MeanSquaredError")).not.toBe(get("MeanSquaredError"));
  });
  it("passes on losses and functions, and makes losses of classes and configs", () => {
    const loss = new Huber();
    const own = (yTrue: Tensor, yPred: Tensor) => mean(subtract(yTrue, yPred), -1);
    expect(get(loss)).toBe(loss);
    expect(get(own)).toBe(own);
    expect(get(Huber)).toBeInstanceOf(Huber);
    expect((get({ class_name: "Huber", config: { delta: 2 } }) as Huber).delta).toBe(2);
    expect(get(null)).toBeNull();
  });
  it("finds what the user registered", () => {
    class Mine extends Loss {
      override call(yTrue: Tensor, yPred: Tensor): Tensor {
        return mean(subtract(yTrue, yPred), -1);
      }
    }
    registerKerasSerializable(Mine, { package: "losses-test" });
    expect(get("losses-test>Mine")).toBeInstanceOf(Mine);
    expect(deserialize(serialize(new Mine()))).toBeInstanceOf(Mine);
  });
  it("says what was meant", () => {
    expect(() => get("mean_sqared_error")).toThrow(OptionError);
    expect(() => get("mean_sqared_error")).toThrow(
      'Cannot get a loss: the identifier must stand for a loss, received "mean_sqared_error"\nDid you mean "mean_squared_error"?',
    );
    expect(() => get(7 as never)).toThrow("Cannot get a loss: the identifier must stand for a loss, received 7");
  });
  it("types the names", () => {
    expectTypeOf<"mse">().toExtend<LossName>();
    expectTypeOf<"mean_squared_error">().toExtend<LossName>();
    expectTypeOf<"kl_divergence">().toExtend<LossName>();
    expectTypeOf<"KLDivergence">().toExtend<LossName>();
    expectTypeOf<"mean_sqared_error">().not.toExtend<LossName>();
  });
});

describe("serialize", () => {
  it("writes losses and functions as Keras does", () => {
    expect(serialize(new MeanSquaredError())).toEqual({
      module: "keras.losses",
      class_name: "MeanSquaredError",
      config: { name: "mean_squared_error", reduction: "sum_over_batch_size" },
      registered_name: null,
    });
    const written = serialize(meanSquaredError);
    expect(written).toEqual({
      module: "builtins",
      class_name: "function",
      config: "mean_squared_error",
      registered_name: "function",
    });
    expect(deserialize(written)).toBe(meanSquaredError);
  });
  it("refuses to read a class that is not known", () => {
    expect(() => deserialize({ class_name: "Hubber", config: {} })).toThrow(ConfigError);
    expect(() => deserialize({ class_name: "Hubber", config: {} })).toThrow(
      'Cannot read a config: the class must be known, received "Hubber"\nDid you mean "Huber"? A class of your own: register it with `registerKerasSerializable`, or pass it in `customObjects`.',
    );
  });
});
