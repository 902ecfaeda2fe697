import { setMask, type Tensor } from "@hornbeam/core";
import { absolute, subtract, tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { binaryAccuracy } from "../accuracy/binary-accuracy.ts";
import { deserialize, serialize } from "../get.ts";
import { MeanMetricWrapper } from "./mean-metric-wrapper.ts";

describe("MeanMetricWrapper", () => {
  it("is the mean of a function", () => {
    const fn = (yTrue: Tensor, yPred: Tensor) => absolute(subtract(yTrue, yPred));
    const metric = new MeanMetricWrapper({ fn, name: "gap" });
    expect(metric(tensor([1, 2]), tensor([3, 8]))).toBeClose(4);
  });
  it("hands options to the function, and writes them among its own", () => {
    const metric = new MeanMetricWrapper({ fn: binaryAccuracy, fnOptions: { threshold: 0.3 }, name: "acc" });
    expect(metric([0, 1], [0.4, 0.6])).toBeClose(0.5);
    const written = serialize(metric) as { config: object };
    expect(written.config).toEqual({
      name: "acc",
      dtype: "float32",
      fn: { module: "builtins", class_name: "function", config: "binary_accuracy", registered_name: "function" },
      threshold: 0.3,
    });
    const again = deserialize(written) as MeanMetricWrapper;
    expect([again.fn, again.fnOptions]).toEqual([binaryAccuracy, { threshold: 0.3 }]);
  });
  it("leaves out what the prediction's mask leaves out", () => {
    const yPred = tensor([3, 100]);
    setMask(yPred, tensor([true, false], { dtype: "bool" }));
    const metric = new MeanMetricWrapper({ fn: binaryAccuracy });
    expect(metric([1, 0], yPred)).toBeClose(1);
  });
  it("refuses what is no function", () => {
    expect(() => new MeanMetricWrapper({ fn: "mse" as never })).toThrow(
      'Cannot create MeanMetricWrapper: `fn` must be a function of `yTrue` and `yPred`, received "mse"',
    );
  });
});
