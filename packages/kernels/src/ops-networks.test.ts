import * as tf from "@hornbeam/kernels/tfjs";
import { type Case, describeAgreement, describeDifferences, forwardOnly } from "../testing/cases.ts";
import { floats, integers } from "../testing/compare.ts";

const x = floats([3, 4, 5]);
const y = floats([4, 5], -1, 1, 2);
const matrix = floats([6, 7]);
const ids = integers([2, 3], 0, 6);
const image = floats([2, 7, 6, 3]);

const constant = (shape: [number, number, number, number]) => tf.tensor(floats(shape).data, shape) as tf.Tensor4D;

const networks: Case[] = [
  ["dot", (a, b) => tf.dot(a, b), [y, floats([5])]],
  ["outerProduct", (a, b) => tf.outerProduct(a as tf.Tensor1D, b as tf.Tensor1D), [floats([4]), floats([5])]],
  ["norm", (a) => tf.norm(a, 2, 1), [x]],
  [
    "moments",
    (a) => {
      const { mean, variance } = tf.moments(a, [0, 1]);
      return [mean, variance];
    },
    [x],
  ],
  [
    "batchNorm",
    (a, m, v, b, s) => tf.batchNorm(a, m as tf.Tensor1D, v as tf.Tensor1D, b as tf.Tensor1D, s as tf.Tensor1D),
    [image, floats([3]), floats([3], 0.5, 2), floats([3]), floats([3])],
    { tolerance: 1e-4 },
  ],
  ["prelu", (a, alpha) => tf.prelu(a, alpha), [x, floats([5], 0.1, 0.5)]],
  ["dense with relu", (a, w, b) => tf.relu(tf.add(tf.matMul(a, w), b)), [matrix, floats([7, 5]), floats([5])]],
  [
    "fused matMul",
    (a, w, b) => tf.fused.matMul({ a: a, b: w, bias: b, activation: "relu" }),
    [matrix, floats([7, 5]), floats([5])],
  ],
  [
    "fused conv2d",
    (a, w, b) =>
      tf.fused.conv2d({
        x: a as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias: b,
        activation: "relu",
      }),
    [image, floats([3, 3, 3, 9]), floats([9])],
  ],
  [
    "fused depthwiseConv2d",
    (a, w, b) =>
      tf.fused.depthwiseConv2d({
        x: a as tf.Tensor4D,
        filter: w as tf.Tensor4D,
        strides: 1,
        pad: "same",
        bias: b,
        activation: "relu",
      }),
    [image, floats([3, 3, 3, 1]), floats([3])],
  ],
  [
    "conv1d",
    (a, w) => tf.conv1d(a as tf.Tensor3D, w as tf.Tensor3D, 2, "same"),
    [floats([2, 9, 3]), floats([3, 3, 5])],
  ],
  [
    "conv2dTranspose",
    (a, w) => tf.conv2dTranspose(a as tf.Tensor4D, w as tf.Tensor4D, [2, 14, 12, 5], 2, "same"),
    [image, floats([3, 3, 5, 3])],
  ],
  [
    "separableConv2d",
    (a, d, p) => tf.separableConv2d(a as tf.Tensor4D, d as tf.Tensor4D, p as tf.Tensor4D, 1, "same"),
    [image, floats([3, 3, 3, 2]), floats([1, 1, 6, 4])],
  ],
  ["maxPool3d", (a) => tf.maxPool3d(a as tf.Tensor5D, 2, 2, "valid"), [floats([1, 4, 5, 4, 2])]],
  ["avgPool3d", (a) => tf.avgPool3d(a as tf.Tensor5D, 2, 2, "valid"), [floats([1, 4, 5, 4, 2])]],
  ["depthToSpace", (a) => tf.depthToSpace(a as tf.Tensor4D, 2), [floats([1, 3, 2, 8])], forwardOnly],
  [
    "spaceToBatchND",
    (a) =>
      tf.spaceToBatchND(
        a,
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
        a,
        [2, 2],
        [
          [0, 1],
          [0, 0],
        ],
      ),
    [floats([4, 3, 2, 3])],
  ],
  ["localResponseNormalization", (a) => tf.localResponseNormalization(a as tf.Tensor4D), [image]],
  ["einsum, matrix product", (a, b) => tf.einsum("ij,jk->ik", a, b), [matrix, floats([7, 5])]],
  ["einsum, attention", (q, k) => tf.einsum("bqhd,bkhd->bhqk", q, k), [floats([2, 3, 2, 4]), floats([2, 5, 2, 4])]],
  [
    "lstm step",
    (a, w, c) => {
      const [i, f, o, g] = tf.split(tf.matMul(a, w), 4, 1) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor];
      const next = tf.add(tf.mul(tf.sigmoid(f), c), tf.mul(tf.sigmoid(i), tf.tanh(g)));
      return [tf.mul(tf.sigmoid(o), tf.tanh(next)), next];
    },
    [matrix, floats([7, 20]), floats([6, 5])],
  ],
  [
    "layer normalization",
    (a, s) => {
      const { mean, variance } = tf.moments(a, -1, true);
      return tf.mul(tf.div(tf.sub(a, mean), tf.sqrt(tf.add(variance, 1e-3))), s);
    },
    [x, floats([5])],
    { tolerance: 1e-4 },
  ],
  [
    "dropout",
    (a, keep) => tf.div(tf.mul(a, tf.cast(tf.greater(keep, 0), "float32")), 0.5),
    [x, floats([3, 4, 5], -1, 1, 9)],
  ],
  [
    "sparse cross-entropy of ops",
    (logits, labels) => tf.neg(tf.sum(tf.mul(tf.oneHot(tf.reshape(labels, [6]), 7), tf.logSoftmax(logits)), -1)),
    [matrix, ids],
  ],
  [
    "softmax cross-entropy",
    (logits) => tf.losses.softmaxCrossEntropy(tf.oneHot(tf.tensor1d([0, 1, 2, 3, 4, 5], "int32"), 7), logits),
    [matrix],
  ],
];

describeAgreement("what networks are made of", networks);

const linear: Case[] = [
  [
    "dilated conv2d in its input",
    (a) => tf.conv2d(a as tf.Tensor4D, constant([2, 3, 2, 4]), 1, "same", "NHWC", 2),
    [floats([2, 6, 5, 2])],
  ],
  [
    "dilated conv2d in its filter",
    (a) => tf.conv2d(constant([2, 7, 6, 3]), a as tf.Tensor4D, 1, "valid", "NHWC", [3, 2]),
    [floats([2, 3, 3, 4])],
  ],
  [
    "dilated depthwiseConv2d in its filter",
    (a) => tf.depthwiseConv2d(constant([2, 7, 6, 3]), a as tf.Tensor4D, 1, "same", "NHWC", 2),
    [floats([2, 3, 3, 2])],
  ],
  ["resizeBilinear", (a) => tf.image.resizeBilinear(a as tf.Tensor4D, [9, 4]), [floats([2, 4, 5, 3])]],
  ["resizeBilinear, smaller", (a) => tf.image.resizeBilinear(a as tf.Tensor4D, [2, 3]), [floats([2, 4, 5, 5])]],
  [
    "resizeBilinear, aligned corners",
    (a) => tf.image.resizeBilinear(a as tf.Tensor4D, [9, 7], true),
    [floats([1, 4, 5, 2])],
  ],
  [
    "resizeBilinear, half pixels",
    (a) => tf.image.resizeBilinear(a as tf.Tensor4D, [9, 7], false, true),
    [floats([1, 4, 5, 2])],
  ],
  ["resizeNearestNeighbor", (a) => tf.image.resizeNearestNeighbor(a as tf.Tensor4D, [9, 4]), [floats([2, 4, 5, 3])]],
  [
    "resizeNearestNeighbor, aligned corners",
    (a) => tf.image.resizeNearestNeighbor(a as tf.Tensor4D, [9, 7], true),
    [floats([1, 4, 5, 2])],
  ],
  [
    "resizeNearestNeighbor, half pixels",
    (a) => tf.image.resizeNearestNeighbor(a as tf.Tensor4D, [9, 7], false, true),
    [floats([1, 4, 5, 2])],
  ],
  ["avgPool, same", (a) => tf.avgPool(a as tf.Tensor4D, 3, 2, "same"), [floats([2, 5, 6, 5])]],
  ["avgPool, overlapping", (a) => tf.avgPool(a as tf.Tensor4D, [3, 2], 1, "valid"), [floats([1, 5, 6, 2])]],
  ["avgPool3d, same", (a) => tf.avgPool3d(a as tf.Tensor5D, 2, 2, "same"), [floats([1, 3, 5, 4, 2])]],
  [
    "conv3d in its input",
    (a) =>
      tf.conv3d(a as tf.Tensor5D, tf.tensor(floats([2, 3, 2, 2, 3]).data, [2, 3, 2, 2, 3]) as tf.Tensor5D, 1, "same"),
    [floats([1, 3, 4, 3, 2])],
  ],
  [
    "conv3d with strides in its input",
    (a) =>
      tf.conv3d(a as tf.Tensor5D, tf.tensor(floats([2, 3, 2, 2, 3]).data, [2, 3, 2, 2, 3]) as tf.Tensor5D, 2, "same"),
    [floats([2, 3, 4, 3, 2])],
  ],
];

describeDifferences("linear ops whose CPU versions are wrong themselves", linear);
