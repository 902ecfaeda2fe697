import { defineOp, type Shape, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { frontAxis, product } from "../_axes.ts";
import { operands } from "../_operands.ts";
import { broadcastShapes, shapeError, spec, specOf } from "../_spec.ts";
import { contract, contractedShape } from "./tensordot.ts";

/**
 * Sum of products over the last axes of both tensors.
 *
 * @throws {ShapeError} when those differ in size.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.inner}
 * @example
 * inner([1, 2], [3, 4]); // 11
 */
export const inner = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
  className: "Inner",
  module: "numpy",
  tensors: ["x1", "x2"],
  call: (x1, x2) => contract("inner", x1, x2, lastAxes(x1.rank, x2.rank)),
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    return spec(contractedShape("inner", a.shape, b.shape, lastAxes(a.shape.length, b.shape.length)), a.dtype, b.dtype);
  },
});

/**
 * Sum of products of all elements of two tensors.
 *
 * @throws {ShapeError} when they have not equally many.
 * @see {@link https://keras.io/api/ops/numpy/#vdot-function | keras.ops.vdot}
 * @example
 * vdot([[1, 2]], [[3], [4]]); // 11
 */
export const vdot = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
  className: "Vdot",
  module: "numpy",
  tensors: ["x1", "x2"],
  call: (x1, x2) => contract("vdot", tf.reshape(x1, [-1]), tf.reshape(x2, [-1]), lastAxes(1, 1)),
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    return spec(contractedShape("vdot", [product(a.shape)], [product(b.shape)], lastAxes(1, 1)), a.dtype, b.dtype);
  },
});

/**
 * Products of each element of the first tensor with each of the second, both flattened.
 *
 * @see {@link https://keras.io/api/ops/numpy/#outer-function | keras.ops.outer}
 * @example
 * outer([1, 2], [3, 4]); // [[3, 4], [6, 8]]
 */
export const outer = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
  className: "Outer",
  module: "numpy",
  tensors: ["x1", "x2"],
  call: (x1, x2) => {
    const [a, b] = operands("outer", [x1, x2]) as [Tensor, Tensor];
    return tf.mul(tf.reshape(a, [-1, 1]), tf.reshape(b, [1, -1]));
  },
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    return spec([product(a.shape), product(b.shape)], a.dtype, b.dtype);
  },
});

/**
 * Kronecker's product: the second tensor in the place of each element of the first, times it.
 *
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.kron}
 * @example
 * kron([1, 2], [3, 4]); // [3, 4, 6, 8]
 */
export const kron = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], object, Tensor>({
  className: "Kron",
  module: "numpy",
  tensors: ["x1", "x2"],
  call: (x1, x2) => {
    const [a, b] = operands("kron", [x1, x2]) as [Tensor, Tensor];
    const [left, right] = alignRanks(a.shape, b.shape) as [number[], number[]];
    // each axis of the result is a pair of axes: one of either
    const pairs = (shape: readonly number[], first: boolean): number[] =>
      shape.flatMap((size) => (first ? [size, 1] : [1, size]));
    const products = tf.mul(tf.reshape(a, pairs(left, true)), tf.reshape(b, pairs(right, false)));
    return tf.reshape(
      products,
      left.map((size, axis) => size * right[axis]!),
    );
  },
  spec: (x1: unknown, x2: unknown) => {
    const [a, b] = [specOf(x1), specOf(x2)];
    const [left, right] = alignRanks(a.shape, b.shape);
    return spec(
      left.map((size, axis) => product([size, right[axis]!])),
      a.dtype,
      b.dtype,
    );
  },
});

interface CrossOptions {
  axisa: number;
  axisb: number;
  axisc: number;
  axis: number | null;
}

/**
 * Cross product of vectors with 3 components, or 2, of which the third is 0. Of two plane vectors only the third
 * component is given.
 *
 * @throws {ShapeError} when vectors have other numbers of components.
 * @see {@link https://keras.io/api/ops/numpy/#cross-function | keras.ops.cross}
 * @example
 * cross([1, 0, 0], [0, 1, 0]); // [0, 0, 1]
 */
export const cross = /* @__PURE__ */ defineOp<[x1: Tensor, x2: Tensor], CrossOptions, Tensor>({
  className: "Cross",
  module: "numpy",
  tensors: ["x1", "x2"],
  options: { axisa: -1, axisb: -1, axisc: -1, axis: null },
  call: (x1, x2, options) => {
    const { axisa, axisb, axisc } = axesOfCross(options);
    const [a, b] = operands("cross", [x1, x2]) as [Tensor, Tensor];
    checkCross(a.shape[frontAxis("cross", axisa, a.rank)]!, b.shape[frontAxis("cross", axisb, b.rank)]!);
    const [ax, ay, az] = tf.unstack(a, frontAxis("cross", axisa, a.rank)) as [Tensor, Tensor, Tensor?];
    const [bx, by, bz] = tf.unstack(b, frontAxis("cross", axisb, b.rank)) as [Tensor, Tensor, Tensor?];
    const third = tf.sub(tf.mul(ax, by), tf.mul(ay, bx));
    if (!az && !bz) return third;
    const zero = tf.zerosLike(third);
    const first = tf.sub(bz ? tf.mul(ay, bz) : zero, az ? tf.mul(az, by) : zero);
    const second = tf.sub(az ? tf.mul(az, bx) : zero, bz ? tf.mul(ax, bz) : zero);
    return tf.stack([first, second, third], frontAxis("cross", axisc, third.rank + 1));
  },
  spec: (x1: unknown, x2: unknown, options: CrossOptions) => {
    const { axisa, axisb, axisc } = axesOfCross(options);
    const [a, b] = [specOf(x1), specOf(x2)];
    const [i, j] = [frontAxis("cross", axisa, a.shape.length), frontAxis("cross", axisb, b.shape.length)];
    const [left, right] = [a.shape[i]!, b.shape[j]!];
    checkCross(left, right);
    const rest = broadcastShapes("cross", a.shape.toSpliced(i, 1), b.shape.toSpliced(j, 1));
    if (left === 2 && right === 2) return spec(rest, a.dtype, b.dtype);
    return spec(rest.toSpliced(frontAxis("cross", axisc, rest.length + 1), 0, 3), a.dtype, b.dtype);
  },
});

function lastAxes(rank1: number, rank2: number): [number[], number[]] {
  return rank1 === 0 || rank2 === 0 ? [[], []] : [[rank1 - 1], [rank2 - 1]];
}

function alignRanks(a: Shape, b: Shape): [Shape, Shape] {
  const pad = (shape: Shape, rank: number): Shape => [
    ...Array<number>(Math.max(0, rank - shape.length)).fill(1),
    ...shape,
  ];
  return [pad(a, b.length), pad(b, a.length)];
}

function axesOfCross({ axisa, axisb, axisc, axis }: CrossOptions) {
  return axis === null ? { axisa, axisb, axisc } : { axisa: axis, axisb: axis, axisc: axis };
}

function checkCross(left: number | null, right: number | null): void {
  const fits = [left, right].every((size) => size === null || size === 2 || size === 3);
  if (!fits) throw shapeError("cross", "vectors must have 2 or 3 components", [left, right]);
}
