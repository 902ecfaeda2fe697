import * as tf from "@hornbeam/kernels/tfjs";
import { type Case, describeAgreement, forwardOnly } from "../testing/cases.ts";
import { integers, type Values, values } from "../testing/compare.ts";

const ints = integers([3, 4, 5], -9, 9);
const bools = values(
  Array.from({ length: 60 }, (_, i) => ((i * 7) % 5 < 2 ? 1 : 0)),
  [3, 4, 5],
  "bool",
);

/** Ops that move data, on types of four bytes and of one. */
const moves: Case[] = [
  ["int32", ints],
  ["bool", bools],
].flatMap(([type, input]): Case[] =>
  Object.entries({
    concat: (a: tf.Tensor) => tf.concat([a, a], 1),
    split: (a: tf.Tensor) => tf.split(a, 2, 1),
    stack: (a: tf.Tensor) => tf.stack([a, a], 1),
    unstack: (a: tf.Tensor) => tf.unstack(a, 1),
    slice: (a: tf.Tensor) => tf.slice(a, [1, 0, 2], [2, 3, 3]),
    stridedSlice: (a: tf.Tensor) => tf.stridedSlice(a, [0, 3, 0], [3, 0, 5], [2, -1, 2]),
    tile: (a: tf.Tensor) => tf.tile(a, [2, 1, 3]),
    reverse: (a: tf.Tensor) => tf.reverse(a, [0, 2]),
    transpose: (a: tf.Tensor) => tf.transpose(a, [2, 0, 1]),
    "transpose of the last axes": (a: tf.Tensor) => tf.transpose(a, [0, 2, 1]),
    gather: (a: tf.Tensor) => tf.gather(a, [2, 0, 1, 1], 1),
    reshape: (a: tf.Tensor) => tf.reshape(a, [60]),
    pad: (a: tf.Tensor) =>
      tf.pad(a, [
        [1, 0],
        [0, 2],
        [1, 1],
      ]),
    clone: (a: tf.Tensor) => tf.clone(a),
    expandDims: (a: tf.Tensor) => tf.expandDims(a, 1),
    zerosLike: (a: tf.Tensor) => [tf.zerosLike(a), tf.onesLike(a)],
    broadcastTo: (a: tf.Tensor) => tf.broadcastTo(tf.slice(a, [0, 0, 0], [3, 1, 5]), [3, 4, 5]),
    gatherND: (a: tf.Tensor) =>
      tf.gatherND(
        a,
        tf.tensor2d(
          [
            [0, 1],
            [2, 3],
          ],
          [2, 2],
          "int32",
        ),
      ),
    where: (a: tf.Tensor) => tf.where(tf.tensor1d([true, false, true, true, false], "bool"), a, tf.zerosLike(a)),
    casts: (a: tf.Tensor) => [tf.cast(a, "float32"), tf.cast(a, "int32"), tf.cast(a, "bool")],
    equal: (a: tf.Tensor) => tf.equal(a, a),
  }).map(([name, op]): Case => [`${name} of ${type}`, (a) => op(a), [input as Values], forwardOnly]),
);

const integerOps: Case[] = Object.entries({
  add: (a: tf.Tensor) => tf.add(a, a),
  mul: (a: tf.Tensor) => tf.mul(a, 3),
  sub: (a: tf.Tensor) => tf.sub(1, a),
  neg: (a: tf.Tensor) => tf.neg(a),
  abs: (a: tf.Tensor) => tf.abs(a),
  maximum: (a: tf.Tensor) => tf.maximum(a, 2),
  minimum: (a: tf.Tensor) => tf.minimum(a, 2),
  floorDiv: (a: tf.Tensor) => tf.floorDiv(a, tf.scalar(4, "int32")),
  mod: (a: tf.Tensor) => tf.mod(a, 4),
  square: (a: tf.Tensor) => tf.square(a),
  pow: (a: tf.Tensor) => tf.pow(a, 2),
  sign: (a: tf.Tensor) => tf.sign(a),
  relu: (a: tf.Tensor) => tf.relu(a),
  clipByValue: (a: tf.Tensor) => tf.clipByValue(a, -3, 3),
  sum: (a: tf.Tensor) => tf.sum(a, 1),
  mean: (a: tf.Tensor) => tf.mean(a, 1),
  max: (a: tf.Tensor) => tf.max(a, 1),
  min: (a: tf.Tensor) => tf.min(a, 1),
  prod: (a: tf.Tensor) => tf.prod(a, 1),
  cumsum: (a: tf.Tensor) => tf.cumsum(a, 1),
  argMax: (a: tf.Tensor) => tf.argMax(a, 1),
  greater: (a: tf.Tensor) => tf.greater(a, 2),
  squaredDifference: (a: tf.Tensor) => tf.squaredDifference(a, 2),
  topk: (a: tf.Tensor) => {
    const { values: v, indices } = tf.topk(a, 2);
    return [v, indices];
  },
  addN: (a: tf.Tensor) => tf.addN([a, a]),
  exp: (a: tf.Tensor) => tf.exp(tf.div(a, 5)),
  sqrt: (a: tf.Tensor) => tf.sqrt(tf.cast(tf.abs(a), "float32")),
}).map(([name, op]): Case => [`${name} of int32`, (a) => op(a), [ints], forwardOnly]);

const booleanOps: Case[] = Object.entries({
  logicalNot: (a: tf.Tensor) => tf.logicalNot(a),
  logicalAnd: (a: tf.Tensor) => tf.logicalAnd(a, tf.reverse(a, 1)),
  logicalOr: (a: tf.Tensor) => tf.logicalOr(a, tf.reverse(a, 1)),
  logicalXor: (a: tf.Tensor) => tf.logicalXor(a, tf.reverse(a, 1)),
  sum: (a: tf.Tensor) => tf.sum(a, 1),
  any: (a: tf.Tensor) => tf.any(a, 1),
  all: (a: tf.Tensor) => tf.all(a, 1),
  mean: (a: tf.Tensor) => tf.mean(a, 1),
  argMax: (a: tf.Tensor) => tf.argMax(tf.cast(a, "int32"), 1),
}).map(([name, op]): Case => [`${name} of bool`, (a) => op(a), [bools], forwardOnly]);

describeAgreement("integers and bools", [...moves, ...integerOps, ...booleanOps]);
