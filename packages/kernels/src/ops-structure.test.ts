import * as tf from "@hornbeam/kernels/tfjs";
import { type Case, describeAgreement, forwardOnly } from "../testing/cases.ts";
import { floats, integers, values } from "../testing/compare.ts";

const x = floats([3, 4, 5]);
const positive = floats([3, 4, 5], 0.1, 2);
const y = floats([4, 5], -1, 1, 2);
const matrix = floats([6, 7]);
const ties = values([1, 3, 3, 2, 5, 5, 5, 0, -1, -1, -2, 4], [3, 4]);
const ids = integers([2, 3], 0, 6);

const structural: Case[] = [
  ["max with ties", (a) => tf.max(a, 1), [ties]],
  ["min with ties", (a) => tf.min(a, 1), [ties]],
  ["maximum with ties", (a) => tf.maximum(a, 3), [ties]],
  ["minimum with ties", (a) => tf.minimum(a, 3), [ties]],
  ["add of equal shapes", (a, b) => tf.add(a, b), [x, positive]],
  ["addN", (a, b) => tf.addN([a, b, a]), [x, positive]],
  ["argMax", (a) => tf.argMax(a, 1), [ties], forwardOnly],
  ["argMin", (a) => tf.argMin(a, 1), [ties], forwardOnly],
  ["all and any", (a) => [tf.all(tf.greater(a, 0), 1), tf.any(tf.greater(a, 4), 1)], [ties], forwardOnly],
  ["cast", (a) => tf.cast(tf.cast(a, "int32"), "float32"), [x]],
  ["clipByValue", (a) => tf.clipByValue(a, -0.5, 0.25), [x]],
  ["concat", (a, b) => tf.concat([a, b], 1), [x, floats([3, 2, 5])]],
  ["split", (a) => tf.split(a, [1, 3], 1), [x]],
  ["stack and unstack", (a, b) => tf.unstack(tf.stack([a, b], 1), 0), [y, y]],
  ["slice", (a) => tf.slice(a, [1, 0, 2], [2, 3, 3]), [x]],
  ["stridedSlice", (a) => tf.stridedSlice(a, [0, 3, 0], [3, 0, 5], [2, -1, 2]), [x]],
  [
    "pad",
    (a) =>
      tf.pad(
        a,
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
        a,
        [
          [1, 0],
          [0, 2],
          [1, 1],
        ],
        "reflect",
      ),
    [x],
  ],
  ["tile", (a) => tf.tile(a, [2, 1, 3]), [x]],
  ["reshape", (a) => tf.reshape(a, [5, 12]), [x]],
  ["transpose", (a) => tf.transpose(a, [2, 0, 1]), [x]],
  ["reverse", (a) => tf.reverse(a, [0, 2]), [x]],
  ["gather", (a, i) => tf.gather(a, i), [matrix, ids]],
  ["gather along the last axis", (a, i) => tf.gather(a, i, 1), [matrix, ids]],
  ["gather with batchDims", (a, i) => tf.gather(a, i, 1, 1), [floats([2, 6, 3]), ids]],
  ["gatherND", (a, i) => tf.gatherND(a, i), [matrix, values([0, 1, 5, 6, 0, 1], [3, 2], "int32")]],
  ["scatterND", (a) => tf.scatterND(tf.tensor2d([[4], [1], [4]], [3, 1], "int32"), a, [6, 4, 5]), [x]],
  [
    "tensorScatterUpdate",
    (a) => tf.tensorScatterUpdate(tf.ones([6, 4, 5]), tf.tensor2d([[4], [1], [0]], [3, 1], "int32"), a),
    [x],
  ],
  [
    "unsortedSegmentSum",
    (a, i) => tf.unsortedSegmentSum(a, i as tf.Tensor1D, 4),
    [matrix, values([0, 3, 0, 2, 3, 3], [6], "int32")],
  ],
  [
    "where",
    (c, a, b) => tf.where(c, a, b),
    [values([1, 0, 0, 1, 1, 0, 1, 0, 1, 1, 0, 1], [3, 4], "bool"), ties, floats([3, 4])],
  ],
  ["oneHot", (i) => tf.oneHot(i, 6), [ids], forwardOnly],
  ["cumsum", (a) => tf.cumsum(a, 1), [x]],
  ["cumsum, exclusive and reverse", (a) => tf.cumsum(a, 2, true, true), [x]],
  ["cumprod", (a) => tf.cumprod(a, 1), [x]],
  ["topk", (a) => tf.topk(a, 2).values, [matrix]],
  ["indices of topk", (a) => tf.topk(a, 3).indices, [matrix], forwardOnly],
  [
    "linspace, range, fill, eye",
    () => [tf.linspace(0, 1, 5), tf.range(0, 5, 2), tf.fill([2, 2], 3), tf.eye(3)],
    [],
    forwardOnly,
  ],
  ["zerosLike and onesLike", (a) => [tf.zerosLike(a), tf.onesLike(a)], [x], forwardOnly],
];

describeAgreement("ops that move and combine", structural);
