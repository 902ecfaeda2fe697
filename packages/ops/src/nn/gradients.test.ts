import { NDArray, ready } from "@hornbeam/core";
import { beforeAll, describe, it } from "vitest";
import { checkGradients, type GradientCase, numbers } from "../../testing/check-gradient.ts";
import * as ops from "../index.ts";

beforeAll(() => ready());

const a = numbers([2, 3]);
const b = numbers([3], -2, 2, 7);
const labels = new NDArray(Int32Array.of(2, 0), [2]);
const classes = new NDArray(Float32Array.of(0.1, 0.2, 0.7, 0.5, 0.25, 0.25), [2, 3]);

const cases: readonly GradientCase[] = [
  ["relu", (x) => ops.relu(x), a],
  ["relu6", (x) => ops.relu6(x), numbers([2, 3], -2, 9)],
  ["leakyRelu", (x) => ops.leakyRelu(x), a],
  ["elu", (x) => ops.elu(x), a],
  ["elu with alpha", (x) => ops.elu(x, { alpha: 0.5 }), a],
  ["selu", (x) => ops.selu(x), a],
  ["celu", (x) => ops.celu(x, { alpha: 2 }), a],
  ["gelu", (x) => ops.gelu(x), a],
  ["gelu, exact", (x) => ops.gelu(x, { approximate: false }), a],
  ["silu", (x) => ops.silu(x), a],
  ["sigmoid", (x) => ops.sigmoid(x), a],
  ["softplus", (x) => ops.softplus(x), a],
  ["softsign", (x) => ops.softsign(x), a],
  ["hardSigmoid", (x) => ops.hardSigmoid(x), numbers([2, 3], -4, 4)],
  ["hardSilu", (x) => ops.hardSilu(x), numbers([2, 3], -4, 4)],
  ["hardTanh", (x) => ops.hardTanh(x), a],
  ["logSigmoid", (x) => ops.logSigmoid(x), a],
  ["softmax", (x) => ops.softmax(x), a],
  ["softmax over the first axis", (x) => ops.softmax(x, 0), a],
  ["logSoftmax", (x) => ops.logSoftmax(x), a],
  ["softShrink", (x) => ops.softShrink(x), a],
  ["hardShrink", (x) => ops.hardShrink(x), a],
  ["tanhShrink", (x) => ops.tanhShrink(x), a],
  ["threshold", (x) => ops.threshold(x, 0.1, 3), a],
  ["squareplus", (x) => ops.squareplus(x), a],
  ["sparsePlus", (x) => ops.sparsePlus(x), a],
  ["sparseSigmoid", (x) => ops.sparseSigmoid(x), a],
  ["sparsemax", (x) => ops.sparsemax(x), a],
  ["glu", (x) => ops.glu(x, 0), a],
  ["conv over images", (x, y) => ops.conv(x, y, { padding: "same" }), numbers([1, 4, 4, 2]), numbers([3, 3, 2, 2])],
  ["conv with strides", (x, y) => ops.conv(x, y, { strides: 2 }), numbers([1, 5, 5, 1]), numbers([3, 3, 1, 2])],
  ["conv with dilation", (x, y) => ops.conv(x, y, { dilationRate: 2 }), numbers([1, 6, 6, 1]), numbers([3, 3, 1, 2])],
  ["conv in groups", (x, y) => ops.conv(x, y), numbers([1, 3, 3, 4]), numbers([2, 2, 2, 2])],
  ["conv over sequences", (x, y) => ops.conv(x, y, { strides: 2 }), numbers([2, 6, 2]), numbers([3, 2, 3])],
  ["conv over volumes", (x, y) => ops.conv(x, y), numbers([1, 3, 3, 3, 1]), numbers([2, 2, 2, 1, 2])],
  [
    "conv, channels first",
    (x, y) => ops.conv(x, y, { dataFormat: "channels_first" }),
    numbers([1, 2, 4, 4]),
    numbers([3, 3, 2, 1]),
  ],
  [
    "depthwiseConv",
    (x, y) => ops.depthwiseConv(x, y, { padding: "same" }),
    numbers([1, 4, 4, 2]),
    numbers([3, 3, 2, 2]),
  ],
  [
    "depthwiseConv with strides",
    (x, y) => ops.depthwiseConv(x, y, { strides: 2 }),
    numbers([1, 5, 5, 2]),
    numbers([2, 2, 2, 1]),
  ],
  [
    "depthwiseConv with dilation",
    (x, y) => ops.depthwiseConv(x, y, { dilationRate: 2 }),
    numbers([1, 5, 5, 2]),
    numbers([2, 2, 2, 1]),
  ],
  [
    "separableConv",
    (x, y, z) => ops.separableConv(x, y, z),
    numbers([1, 4, 4, 2]),
    numbers([2, 2, 2, 1]),
    numbers([1, 1, 2, 3]),
  ],
  [
    "convTranspose",
    (x, y) => ops.convTranspose(x, y, { strides: 2, padding: "same" }),
    numbers([1, 3, 3, 2]),
    numbers([3, 3, 1, 2]),
  ],
  [
    "convTranspose over sequences",
    (x, y) => ops.convTranspose(x, y, { strides: 2 }),
    numbers([1, 3, 2]),
    numbers([3, 1, 2]),
  ],
  ["convTranspose over volumes", (x, y) => ops.convTranspose(x, y), numbers([1, 2, 2, 2, 1]), numbers([2, 2, 2, 2, 1])],
  ["maxPool", (x) => ops.maxPool(x, 2), numbers([1, 4, 4, 1])],
  ["maxPool with padding", (x) => ops.maxPool(x, 2, { padding: "same", strides: 1 }), numbers([1, 3, 3, 1])],
  ["averagePool", (x) => ops.averagePool(x, 2), numbers([1, 4, 4, 1])],
  ["averagePool with padding", (x) => ops.averagePool(x, 3, { padding: "same", strides: 2 }), numbers([1, 4, 4, 1])],
  ["averagePool over sequences", (x) => ops.averagePool(x, 2), numbers([1, 4, 2])],
  ["averagePool over volumes", (x) => ops.averagePool(x, 2), numbers([1, 2, 2, 4, 1])],
  ["moments", (x) => ops.moments(x, [0]), a],
  [
    "batchNormalization",
    (x, m, v, o, s) => ops.batchNormalization(x, m, v, -1, { offset: o, scale: s }),
    a,
    b,
    numbers([3], 0.5, 2),
    b,
    b,
  ],
  ["layerNormalization", (x, g, s) => ops.layerNormalization(x, g, s), a, b, numbers([3], -1, 1, 3)],
  ["rmsNormalization", (x, s) => ops.rmsNormalization(x, s), a, b],
  ["normalize", (x) => ops.normalize(x), a],
  ["normalize by sums", (x) => ops.normalize(x, { order: 1 }), a],
  ["binaryCrossentropy", (p) => ops.binaryCrossentropy([0, 1, 1], p), numbers([3], 0.2, 0.8)],
  ["binaryCrossentropy of logits", (p) => ops.binaryCrossentropy([0, 1, 1], p, { fromLogits: true }), b],
  ["binaryCrossentropy of a sigmoid", (x) => ops.binaryCrossentropy([0, 1, 1], ops.sigmoid(x)), b],
  [
    "categoricalCrossentropy",
    (p) =>
      ops.categoricalCrossentropy(
        [
          [0, 1, 0],
          [1, 0, 0],
        ],
        p,
      ),
    classes,
  ],
  [
    "categoricalCrossentropy of logits",
    (p) =>
      ops.categoricalCrossentropy(
        [
          [0, 1, 0],
          [1, 0, 0],
        ],
        p,
        { fromLogits: true },
      ),
    a,
  ],
  [
    "categoricalCrossentropy of a softmax",
    (x) =>
      ops.categoricalCrossentropy(
        [
          [0, 1, 0],
          [1, 0, 0],
        ],
        ops.softmax(x),
      ),
    a,
  ],
  ["sparseCategoricalCrossentropy", (p) => ops.sparseCategoricalCrossentropy(labels, p), classes],
  [
    "sparseCategoricalCrossentropy of logits",
    (p) => ops.sparseCategoricalCrossentropy(labels, p, { fromLogits: true }),
    a,
  ],
  ["sparseCategoricalCrossentropy of a softmax", (x) => ops.sparseCategoricalCrossentropy(labels, ops.softmax(x)), a],
  [
    "dotProductAttention",
    (q, k, v) => ops.dotProductAttention(q, k, v, { isCausal: true }),
    numbers([1, 3, 2, 2]),
    numbers([1, 3, 1, 2]),
    numbers([1, 3, 1, 2], -1, 1, 4),
  ],
  ["depthToSpace", (x) => ops.depthToSpace(x, 2), numbers([1, 1, 2, 4])],
  ["spaceToDepth", (x) => ops.spaceToDepth(x, 2), numbers([1, 2, 4, 1])],
];

describe("gradients agree with differences of values", () => {
  for (const [title, f, ...inputs] of cases) it(title, () => checkGradients(f, ...inputs));
});
