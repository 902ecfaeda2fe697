import { Metric, OptionError, registerKerasSerializable, type Tensor, type TensorLike, toTensor } from "@hornbeam/core";
import { sum } from "@hornbeam/ops";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { catalogue } from "./catalogue.ts";
import { deserialize, get, serialize } from "./get.ts";
import type { MetricName } from "./identifiers.ts";
import {
  AUC,
  BinaryAccuracy,
  binaryAccuracy,
  KLDivergence,
  MeanSquaredError,
  TopKCategoricalAccuracy,
} from "./metrics.ts";

describe("get", () => {
  it("makes metrics of Keras' names, the short ones and camelCase", () => {
    for (const name of ["MeanSquaredError", "mean_squared_error", "meanSquaredError", "mse", "MSE"]) {
      expect(get(name)).toBeInstanceOf(MeanSquaredError);
    }
    expect(get("auc")).toBeInstanceOf(AUC);
    expect(get("kl_divergence")).toBeInstanceOf(KLDivergence);
    expect(get("klDivergence")).toBeInstanceOf(KLDivergence);
    expect(get("topKCategoricalAccuracy")).toBeInstanceOf(TopKCategoricalAccuracy);
  });
  it("passes on metrics and functions, and makes metrics of classes and configs", () => {
    const metric = new AUC();
    expect(get(metric)).toBe(metric);
    expect(get(binaryAccuracy)).toBe(binaryAccuracy);
    expect(get(BinaryAccuracy)).toBeInstanceOf(BinaryAccuracy);
    expect((get({ class_name: "BinaryAccuracy", config: { threshold: 0.3 } }) as BinaryAccuracy).threshold).toBe(0.3);
    expect(get(null)).toBeNull();
  });
  it("finds every class under its name", () => {
    for (const Class of catalogue().classes) {
      const name = (Class as unknown as { className: string }).className;
      if (!/IoU|Wrapper|At/.test(name)) expect(get(name)).toBeInstanceOf(Class);
    }
  });
  it("finds what the user registered", () => {
    class Total extends Metric<[x: TensorLike]> {
      readonly #total = this.addVariable({ name: "total", shape: [] });
      override updateState(x: TensorLike): void {
        this.#total.assignAdd(sum(toTensor(x)));
      }
      override result(): Tensor {
        return this.#total.value;
      }
    }
    registerKerasSerializable(Total, { package: "metrics-test" });
    expect(get("metrics-test>Total")).toBeInstanceOf(Total);
    expect(deserialize(serialize(new Total()))).toBeInstanceOf(Total);
  });
  it("says what was meant", () => {
    expect(() => get("accurracy")).toThrow(OptionError);
    expect(() => get("accurracy")).toThrow(
      'Cannot get a metric: the identifier must stand for a metric, received "accurracy"\nDid you mean "accuracy"?',
    );
  });
  it("types the names", () => {
    expectTypeOf<"mse" | "accuracy" | "AUC" | "sparse_categorical_accuracy">().toExtend<MetricName>();
    expectTypeOf<"accurracy">().not.toExtend<MetricName>();
  });
});
