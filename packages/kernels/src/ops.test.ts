import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, it } from "vitest";
import {
  type Compute,
  expectAgreement,
  expectDifferences,
  floats,
  integers,
  type Values,
  values,
} from "../testing/compare.ts";
import { start } from "./start.ts";

beforeAll(() => start());

const ints = integers([3, 4, 5], -9, 9);
const bools = values(
  Array.from({ length: 60 }, (_, i) => ((i * 7) % 5 < 2 ? 1 : 0)),
  [3, 4, 5],
  "bool",
);

type Case = readonly [
  name: string,
  compute: Compute,
  inputs: readonly Values[],
  options?: { gradient?: boolean; tolerance?: number },
];
const forwardOnly = { gradient: false };
const x = floats([3, 4, 5]);
const positive = floats([3, 4, 5], 0.1, 2);
const y = floats([4, 5], -1, 1, 2);
const matrix = floats([6, 7]);
const ties = values([1, 3, 3, 2, 5, 5, 5, 0, -1, -1, -2, 4], [3, 4]);
const ids = integers([2, 3], 0, 6);
const image = floats([2, 7, 6, 3]);
const t = (a: tf.Tensor | undefined) => a!;

const unary: Case[] = Object.entries({
  abs: tf.abs,
  neg: tf.neg,
  square: tf.square,
  exp: tf.exp,
  expm1: tf.expm1,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  sin: tf.sin,
  cos: tf.cos,
  tan: tf.tan,
  sinh: tf.sinh,
  cosh: tf.cosh,
  atan: tf.atan,
  asinh: tf.asinh,
  erf: tf.erf,
  relu: tf.relu,
  relu6: tf.relu6,
  elu: tf.elu,
  selu: tf.selu,
  leakyRelu: tf.leakyRelu,
  softplus: tf.softplus,
  logSigmoid: tf.logSigmoid,
  step: tf.step,
  sign: tf.sign,
  floor: tf.floor,
  ceil: tf.ceil,
  round: tf.round,
  asin: tf.asin,
  acos: tf.acos,
  atanh: tf.atanh,
  softmax: tf.softmax,
  logSoftmax: tf.logSoftmax,
}).map(([name, op]): Case => [name, (a) => (op as (a: tf.Tensor) => tf.Tensor)(t(a)), [x]]);

const positiveUnary: Case[] = Object.entries({
  log: tf.log,
  log1p: tf.log1p,
  sqrt: tf.sqrt,
  rsqrt: tf.rsqrt,
  reciprocal: tf.reciprocal,
}).map(([name, op]): Case => [name, (a) => op(t(a)), [positive]]);

const binary: Case[] = Object.entries({
  add: tf.add,
  sub: tf.sub,
  mul: tf.mul,
  div: tf.div,
  divNoNan: tf.divNoNan,
  maximum: tf.maximum,
  minimum: tf.minimum,
  pow: tf.pow,
  squaredDifference: tf.squaredDifference,
  atan2: tf.atan2,
  mod: tf.mod,
}).map(([name, op]): Case => [`${name}, broadcast`, (a, b) => op(t(a), t(b)), [positive, floats([4, 1], 0.5, 2)]]);

const comparisons: Case[] = Object.entries({
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  less: tf.less,
  lessEqual: tf.lessEqual,
  equal: tf.equal,
  notEqual: tf.notEqual,
}).map(([name, op]): Case => [name, (a, b) => op(t(a), t(b)), [ties, values([3, 3, 3, 3])], forwardOnly]);

const reductions: Case[] = Object.entries({
  sum: tf.sum,
  mean: tf.mean,
  max: tf.max,
  min: tf.min,
  prod: tf.prod,
  logSumExp: tf.logSumExp,
}).flatMap(([name, op]): Case[] =>
  [undefined, 0, 1, 2, -1, [0, 1], [1, 2], [0, 2]].map(
    (axis): Case => [
      `${name} over ${axis ?? "all"}`,
      (a) => (op as (a: tf.Tensor, axis?: number | number[], keep?: boolean) => tf.Tensor)(t(a), axis, axis === 1),
      [positive],
    ],
  ),
);

const others: Case[] = [
  ["max with ties", (a) => tf.max(t(a), 1), [ties]],
  ["min with ties", (a) => tf.min(t(a), 1), [ties]],
  ["maximum with ties", (a) => tf.maximum(t(a), 3), [ties]],
  ["minimum with ties", (a) => tf.minimum(t(a), 3), [ties]],
  ["add of equal shapes", (a, b) => tf.add(t(a), t(b)), [x, positive]],
  ["addN", (a, b) => tf.addN([t(a), t(b), t(a)]), [x, positive]],
  ["argMax", (a) => tf.argMax(t(a), 1), [ties], forwardOnly],
  ["argMin", (a) => tf.argMin(t(a), 1), [ties], forwardOnly],
  ["all and any", (a) => [tf.all(tf.greater(t(a), 0), 1), tf.any(tf.greater(t(a), 4), 1)], [ties], forwardOnly],
  ["cast", (a) => tf.cast(tf.cast(t(a), "int32"), "float32"), [x]],
  ["clipByValue", (a) => tf.clipByValue(t(a), -0.5, 0.25), [x]],
  ["concat", (a, b) => tf.concat([t(a), t(b)], 1), [x, floats([3, 2, 5])]],
  ["split", (a) => tf.split(t(a), [1, 3], 1), [x]],
  ["stack and unstack", (a, b) => tf.unstack(tf.stack([t(a), t(b)], 1), 0), [y, y]],
  ["slice", (a) => tf.slice(t(a), [1, 0, 2], [2, 3, 3]), [x]],
  ["stridedSlice", (a) => tf.stridedSlice(t(a), [0, 3, 0], [3, 0, 5], [2, -1, 2]), [x]],
  [
    "pad",
    (a) =>
      tf.pad(
        t(a),
        [
          [1, 0],
          [0, 2],
          [1, 1],
        ],
        0.5,
      ),
    [x],
  ],
  [
    "mirrorPad",
    (a) =>
      tf.mirrorPad(
        t(a),
        [
          [1, 0],
          [0, 2],
          [1, 1],
        ],
        "reflect",
      ),
    [x],
  ],
  ["tile", (a) => tf.tile(t(a), [2, 1, 3]), [x]],
  ["reshape", (a) => tf.reshape(t(a), [5, 12]), [x]],
  ["transpose", (a) => tf.transpose(t(a), [2, 0, 1]), [x]],
  ["reverse", (a) => tf.reverse(t(a), [0, 2]), [x]],
  ["gather", (a, i) => tf.gather(t(a), t(i)), [matrix, ids]],
  ["gather along the last axis", (a, i) => tf.gather(t(a), t(i), 1), [matrix, ids]],
  ["gather with batchDims", (a, i) => tf.gather(t(a), t(i), 1, 1), [floats([2, 6, 3]), ids]],
  ["gatherND", (a, i) => tf.gatherND(t(a), t(i)), [matrix, values([0, 1, 5, 6, 0, 1], [3, 2], "int32")]],
  ["scatterND", (a) => tf.scatterND(tf.tensor2d([[4], [1], [4]], [3, 1], "int32"), t(a), [6, 4, 5]), [x]],
  [
    "tensorScatterUpdate",
    (a) => tf.tensorScatterUpdate(tf.ones([6, 4, 5]), tf.tensor2d([[4], [1], [0]], [3, 1], "int32"), t(a)),
    [x],
  ],
  [
    "unsortedSegmentSum",
    (a, i) => tf.unsortedSegmentSum(t(a), t(i) as tf.Tensor1D, 4),
    [matrix, values([0, 3, 0, 2, 3, 3], [6], "int32")],
  ],
  [
    "where",
    (c, a, b) => tf.where(t(c), t(a), t(b)),
    [values([1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1], [3, 4], "bool"), ties, floats([3, 4])],
  ],
  ["oneHot", (i) => tf.oneHot(t(i), 6), [ids], forwardOnly],
  ["cumsum", (a) => tf.cumsum(t(a), 1), [x]],
  ["cumsum, exclusive and reverse", (a) => tf.cumsum(t(a), 2, true, true), [x]],
  ["cumprod", (a) => tf.cumprod(t(a), 1), [x]],
  ["topk", (a) => tf.topk(t(a), 2).values, [matrix]],
  ["indices of topk", (a) => tf.topk(t(a), 3).indices, [matrix], forwardOnly],
  [
    "linspace, range, fill, eye",
    () => [tf.linspace(0, 1, 5), tf.range(0, 5, 2), tf.fill([2, 2], 3), tf.eye(3)],
    [],
    forwardOnly,
  ],
  ["zerosLike and onesLike", (a) => [tf.zerosLike(t(a)), tf.onesLike(t(a))], [x], forwardOnly],
  ["dot", (a, b) => tf.dot(t(a), t(b)), [y, floats([5])]],
  ["outerProduct", (a, b) => tf.outerProduct(t(a) as tf.Tensor1D, t(b) as tf.Tensor1D), [floats([4]), floats([5])]],
  ["norm", (a) => tf.norm(t(a), 2, 1), [x]],
  [
    "moments",
    (a) => {
      const { mean, variance } = tf.moments(t(a), [0, 1]);
      return [mean, variance];
    },
    [x],
  ],
  [
    "batchNorm",
    (a, m, v, b, s) =>
      tf.batchNorm(t(a), t(m) as tf.Tensor1D, t(v) as tf.Tensor1D, t(b) as tf.Tensor1D, t(s) as tf.Tensor1D),
    [image, floats([3]), floats([3], 0.5, 2), floats([3]), floats([3])],
    { tolerance: 1e-4 },
  ],
  ["prelu", (a, alpha) => tf.prelu(t(a), t(alpha)), [x, floats([5], 0.1, 0.5)]],
  ["dense with relu", (a, w, b) => tf.relu(tf.add(tf.matMul(t(a), t(w)), t(b))), [matrix, floats([7, 5]), floats([5])]],
  [
    "fused matMul",
    (a, w, b) => tf.fused.matMul({ a: t(a), b: t(w), bias: t(b), activation: "relu" }),
    [matrix, floats([7, 5]), floats([5])],
  ],
  [
    "fused conv2d",
    (a, w, b) =>
      tf.fused.conv2d({
        x: t(a) as tf.Tensor4D,
        filter: t(w) as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias: t(b),
        activation: "relu",
      }),
    [image, floats([3, 3, 3, 9]), floats([9])],
  ],
  [
    "fused depthwiseConv2d",
    (a, w, b) =>
      tf.fused.depthwiseConv2d({
        x: t(a) as tf.Tensor4D,
        filter: t(w) as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias: t(b),
        activation: "relu",
      }),
    [image, floats([3, 3, 3, 1]), floats([3])],
  ],
  [
    "conv1d",
    (a, w) => tf.conv1d(t(a) as tf.Tensor3D, t(w) as tf.Tensor3D, 2, "same"),
    [floats([2, 9, 3]), floats([3, 3, 5])],
  ],
  [
    "conv2dTranspose",
    (a, w) => tf.conv2dTranspose(t(a) as tf.Tensor4D, t(w) as tf.Tensor4D, [2, 14, 12, 5], 2, "same"),
    [image, floats([3, 3, 5, 3])],
  ],
  [
    "separableConv2d",
    (a, d, p) => tf.separableConv2d(t(a) as tf.Tensor4D, t(d) as tf.Tensor4D, t(p) as tf.Tensor4D, 1, "same"),
    [image, floats([3, 3, 3, 2]), floats([1, 1, 6, 4])],
  ],
  ["maxPool3d", (a) => tf.maxPool3d(t(a) as tf.Tensor5D, 2, 2, "valid"), [floats([1, 4, 5, 4, 2])]],
  ["avgPool3d", (a) => tf.avgPool3d(t(a) as tf.Tensor5D, 2, 2, "valid"), [floats([1, 4, 5, 4, 2])]],
  ["depthToSpace", (a) => tf.depthToSpace(t(a) as tf.Tensor4D, 2), [floats([1, 3, 2, 8])], forwardOnly],
  [
    "spaceToBatchND",
    (a) =>
      tf.spaceToBatchND(
        t(a),
        [2, 2],
        [
          [0, 1],
          [0, 0],
        ],
      ),
    [image],
  ],
  [
    "batchToSpaceND",
    (a) =>
      tf.batchToSpaceND(
        t(a),
        [2, 2],
        [
          [0, 1],
          [0, 0],
        ],
      ),
    [floats([4, 3, 2, 3])],
  ],
  ["localResponseNormalization", (a) => tf.localResponseNormalization(t(a) as tf.Tensor4D), [image]],
  ["einsum, matrix product", (a, b) => tf.einsum("ij,jk->ik", t(a), t(b)), [matrix, floats([7, 5])]],
  [
    "einsum, attention",
    (q, k) => tf.einsum("bqhd,bkhd->bhqk", t(q), t(k)),
    [floats([2, 3, 2, 4]), floats([2, 5, 2, 4])],
  ],
  [
    "lstm step",
    (a, w, c) => {
      const [i, f, o, g] = tf.split(tf.matMul(t(a), t(w)), 4, 1);
      const next = tf.add(tf.mul(tf.sigmoid(t(f)), t(c)), tf.mul(tf.sigmoid(t(i)), tf.tanh(t(g))));
      return [tf.mul(tf.sigmoid(t(o)), tf.tanh(next)), next];
    },
    [matrix, floats([7, 20]), floats([6, 5])],
  ],
  [
    "layer normalization",
    (a, s) => {
      const { mean, variance } = tf.moments(t(a), -1, true);
      return tf.mul(tf.div(tf.sub(t(a), mean), tf.sqrt(tf.add(variance, 1e-3))), t(s));
    },
    [x, floats([5])],
    { tolerance: 1e-4 },
  ],
  [
    "dropout",
    (a, keep) => tf.div(tf.mul(t(a), tf.cast(tf.greater(t(keep), 0), "float32")), 0.5),
    [x, floats([3, 4, 5], -1, 1, 9)],
  ],
  [
    "sparse cross-entropy of ops",
    (logits, labels) => tf.neg(tf.sum(tf.mul(tf.oneHot(tf.reshape(t(labels), [6]), 7), tf.logSoftmax(t(logits))), -1)),
    [matrix, ids],
  ],
  [
    "softmax cross-entropy",
    (logits) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 5], "int32"), 7), t(logits)),
    [matrix],
  ],
];

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
  }).map(([name, op]): Case => [`${name} of ${type}`, (a) => op(t(a)), [input as Values], forwardOnly]),
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
}).map(([name, op]): Case => [`${name} of int32`, (a) => op(t(a)), [ints], forwardOnly]);

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
}).map(([name, op]): Case => [`${name} of bool`, (a) => op(t(a)), [bools], forwardOnly]);

describe("forward and gradient agree with the CPU backend", () => {
  for (const [name, compute, inputs, options] of [
    ...unary,
    ...positiveUnary,
    ...binary,
    ...comparisons,
    ...reductions,
    ...others,
    ...moves,
    ...integerOps,
    ...booleanOps,
  ]) {
    it(`of ${name}`, () => expectAgreement(compute, inputs, options));
  }
});

describe("gradients of linear ops, whose CPU versions are wrong themselves, agree with differences", () => {
  const linear: Case[] = [
    ["resizeBilinear", (a) => tf.image.resizeBilinear(t(a) as tf.Tensor4D, [9, 4]), [floats([2, 4, 5, 3])]],
    ["resizeBilinear, smaller", (a) => tf.image.resizeBilinear(t(a) as tf.Tensor4D, [2, 3]), [floats([2, 4, 5, 5])]],
    [
      "resizeBilinear, aligned corners",
      (a) => tf.image.resizeBilinear(t(a) as tf.Tensor4D, [9, 7], true),
      [floats([1, 4, 5, 2])],
    ],
    [
      "resizeBilinear, half pixels",
      (a) => tf.image.resizeBilinear(t(a) as tf.Tensor4D, [9, 7], false, true),
      [floats([1, 4, 5, 2])],
    ],
    [
      "resizeNearestNeighbor",
      (a) => tf.image.resizeNearestNeighbor(t(a) as tf.Tensor4D, [9, 4]),
      [floats([2, 4, 5, 3])],
    ],
    [
      "resizeNearestNeighbor, aligned corners",
      (a) => tf.image.resizeNearestNeighbor(t(a) as tf.Tensor4D, [9, 7], true),
      [floats([1, 4, 5, 2])],
    ],
    [
      "resizeNearestNeighbor, half pixels",
      (a) => tf.image.resizeNearestNeighbor(t(a) as tf.Tensor4D, [9, 7], false, true),
      [floats([1, 4, 5, 2])],
    ],
    ["avgPool, same", (a) => tf.avgPool(t(a) as tf.Tensor4D, 3, 2, "same"), [floats([2, 5, 6, 5])]],
    ["avgPool, overlapping", (a) => tf.avgPool(t(a) as tf.Tensor4D, [3, 2], 1, "valid"), [floats([1, 5, 6, 2])]],
    ["avgPool3d, same", (a) => tf.avgPool3d(t(a) as tf.Tensor5D, 2, 2, "same"), [floats([1, 3, 5, 4, 2])]],
    [
      "conv3d in its input",
      (a) =>
        tf.conv3d(
          t(a) as tf.Tensor5D,
          tf.tensor(floats([2, 3, 2, 2, 3]).data, [2, 3, 2, 2, 3]) as tf.Tensor5D,
          1,
          "same",
        ),
      [floats([1, 3, 4, 3, 2])],
    ],
    [
      "conv3d with strides in its input",
      (a) =>
        tf.conv3d(
          t(a) as tf.Tensor5D,
          tf.tensor(floats([2, 3, 2, 2, 3]).data, [2, 3, 2, 2, 3]) as tf.Tensor5D,
          2,
          "same",
        ),
      [floats([2, 3, 4, 3, 2])],
    ],
  ];
  for (const [name, compute, inputs] of linear) it(`of ${name}`, () => expectDifferences(compute, inputs));
});
