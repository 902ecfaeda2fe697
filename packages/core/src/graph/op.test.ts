import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import type { Shape } from "../array/shape.ts";
import { ready } from "../backend/ready.ts";
import { trace } from "../context/call-context.ts";
import { refusal, ShapeError } from "../errors.ts";
import { toNDArray } from "../tensor/to-nd-array.ts";
import { memory, Variable } from "../tensor/variable.ts";
import { KerasTensor, type TensorSpec } from "./keras-tensor.ts";
import { defineOp } from "./op.ts";
import { OpOperation } from "./op-operation.ts";
import { nodeOf } from "./operation.ts";

const scaledSum = defineOp({
  className: "ScaledSum",
  module: "numpy",
  tensors: ["x1", "x2"],
  settings: ["factor"],
  options: { axis: null as number | null, keepdims: false },
  call: (
    x1: tf.Tensor,
    x2: tf.Tensor,
    factor: number,
    { axis, keepdims }: { axis: number | null; keepdims: boolean },
  ) => tf.sum(tf.mul(tf.add(x1, x2), factor), axis ?? undefined, keepdims),
  spec: (x1: TensorSpec, x2: TensorSpec, _factor: number, { axis }: { axis: number | null }) => {
    if (x1.shape.at(-1) !== x2.shape.at(-1)) {
      throw refusal(ShapeError, {
        action: "call ops.scaledSum",
        expected: "the last axes must agree",
        received: x2.shape,
      });
    }
    return { shape: axis === null ? [] : x1.shape.filter((_, i) => i !== axis), dtype: x1.dtype };
  },
});

describe("defineOp", () => {
  beforeAll(() => ready());

  it("computes on tensors, variables and lists, and frees what it made", () => {
    using weight = new Variable({ name: "w", shape: [2], initializer: () => tf.ones([2]) });
    expect(weight.value.shape).toEqual([2]);
    const before = memory().numTensors;
    const sum = scaledSum([[1, 2]], weight, 10);
    expectTypeOf(sum).toEqualTypeOf<tf.Tensor>();
    expect(toNDArray(sum).item()).toBe(50);
    expect(memory().numTensors).toBe(before + 1);
    sum.dispose();
  });

  it("takes a bare axis for its options", () => {
    expect(toNDArray(scaledSum([[1, 2]], [[3, 4]], 1, 1)).toArray()).toEqual([10]);
    expect(toNDArray(scaledSum([[1, 2]], [[3, 4]], 1, { axis: 1, keepdims: true })).toArray()).toEqual([[10]]);
  });

  it("leaves a node on symbolic tensors, with settings in the config", () => {
    const x = new KerasTensor([null, 3]);
    const y = scaledSum(x, [1, 2, 3], 0.5, { axis: 1 });
    expectTypeOf(y).toEqualTypeOf<KerasTensor>();
    expect(y.shape).toEqual([null]);
    const node = nodeOf(y)!;
    expect(node.inputs).toEqual([x]);
    expect(node.call.args).toEqual([x, [1, 2, 3]]);
    expect(node.operation.getConfig()).toEqual({ name: node.operation.name, factor: 0.5, axis: 1, keepdims: false });
    expect(node.operation.name).toMatch(/^scaled_sum/);
  });

  it("leaves none in a dry run", () => {
    const x = new KerasTensor([null, 3]);
    expect(trace(() => scaledSum(x, x, 1)).history).toBeUndefined();
  });

  it("is restored from its config", () => {
    const restored = OpOperation.fromConfig(scaledSum.definition, { name: "again", factor: 2, axis: 0 });
    expect(restored.getConfig()).toEqual({ name: "again", factor: 2, axis: 0, keepdims: false });
    const result = restored.applyTo({ args: [tf.tensor([[1, 2]]), tf.tensor([[0, 0]])], kwargs: {} });
    expect(toNDArray(result as tf.Tensor).toArray()).toEqual([2, 4]);
  });

  it("words the backend's errors by its own rules", () => {
    expect(() => scaledSum([[1, 2]], [[1, 2, 3]], 1)).toThrow(
      "Cannot call ops.scaledSum: the last axes must agree, received [1, 3]",
    );
  });

  it("refuses what it does not know", () => {
    const loose = scaledSum as (...args: unknown[]) => unknown;
    expect(() => loose([1], [1], 1, { axes: 0 })).toThrow(
      "Cannot call ops.scaledSum: unknown option `axes`\nDid you mean `axis`?",
    );
    expect(() => loose([1])).toThrow(
      "Cannot call ops.scaledSum: it takes `x1`, `x2`, `factor` and its options, received arguments [[1]]",
    );
  });

  it("knows the sizes of shapes only", () => {
    expectTypeOf<Shape>().toEqualTypeOf<readonly (number | null)[]>();
  });
});
