import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { ready } from "./backend/ready.ts";
import { gradientsOf, valueAndGrad } from "./gradients.ts";
import { toNDArray } from "./tensor/to-nd-array.ts";
import { memory, Variable } from "./tensor/variable.ts";

describe("valueAndGrad", () => {
  beforeAll(() => ready());
  const variable = (...values: number[]) =>
    new Variable({ name: "w", shape: [values.length], initializer: () => tf.tensor(values) });

  it("gives the value and the gradients, which belong to the caller", () => {
    using w = variable(1, 2);
    using unused = variable(3);
    w.value;
    unused.value;
    const before = memory().numTensors;
    const { value, grads } = valueAndGrad(() => tf.sum(tf.mul(w.value, w.value)), [w, unused]);
    expect([toNDArray(value).item(), ...grads.map((grad) => toNDArray(grad).toArray())]).toEqual([5, [2, 4], [0]]);
    expect(memory().numTensors).toBe(before + 3);
    for (const tensor of [value, ...grads]) tensor.dispose();
  });

  it("tells a gradient of zero from none where it is asked to", () => {
    using w = variable(1);
    const { grads } = gradientsOf(() => tf.scalar(1), [w]);
    expect(grads).toEqual([null]);
  });

  it("leaves nothing behind where the function throws", () => {
    using w = variable(1, 2);
    w.value;
    const before = memory().numTensors;
    const failing = () => {
      tf.exp(tf.mul(w.value, w.value));
      throw new RangeError("midway");
    };
    expect(() => valueAndGrad(failing, [w])).toThrow("midway");
    expect(memory().numTensors).toBe(before);
    expect(toNDArray(valueAndGrad(() => tf.sum(w.value), [w]).grads[0]!).toArray()).toEqual([1, 1]);
  });

  it("refuses what is no scalar", () => {
    using w = variable(1, 2);
    expect(() => valueAndGrad(() => w.value, [w])).toThrow(
      "Cannot take gradients: the function must give a scalar, received shape [2]",
    );
  });
});
