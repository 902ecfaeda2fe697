/**
 * Walks through ops, with those that layers, losses and metrics use, on 1.6 M elements, against a copy of as many bytes as they read
 * and write:
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/ops-walk.ts [part of a name] [rounds]
 */
import { ready, type Tensor } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import * as ops from "@hornbeam/ops";
import { median } from "./statistics.ts";

const [part = "", given = "9"] = process.argv.slice(2);
const rounds = Number(given);
await ready();

const shape = [32, 28, 28, 64];
const x = tf.randomUniform(shape, -2, 2) as Tensor;
const y = tf.randomUniform(shape, -2, 2) as Tensor;
const positive = tf.randomUniform(shape, 0.01, 0.99) as Tensor;
const bools = tf.greater(x, 0) as Tensor;
const matrix = tf.reshape(x, [25088, 64]) as Tensor;
const rows = tf.cast(tf.randomUniform([25088], 0, 63), "int32") as Tensor;
const integers = tf.cast(tf.randomUniform(shape, 0, 99), "int32") as Tensor;
const places = tf.cast(tf.randomUniform([25088, 64], 0, 63), "int32") as Tensor;
const images = tf.randomUniform([32, 128, 128, 3], 0, 1) as Tensor;
const probabilities = tf.softmax(matrix) as Tensor;
const oneHot = tf.oneHot(rows as tf.Tensor1D, 64) as Tensor;

const pairs: Record<string, () => Tensor> = Object.fromEntries(
  (
    [
      "add", "subtract", "multiply", "divide", "maximum", "minimum", "power", "mod", "floorDivide", "arctan2", "divideNoNan", "logaddexp",
      "hypot", "copysign", "fmod", "heaviside", "equal", "greater", "isclose", "xlogy",
    ] as const
  )
    .filter((name) => name in ops)
    .map((name) => [name, () => (ops as unknown as Record<string, (a: Tensor, b: Tensor) => Tensor>)[name]!(x, y)]),
); // biome-ignore format: a list
const singles: Record<string, () => Tensor> = Object.fromEntries(
  (
    [
      "absolute", "negative", "square", "sign", "floor", "ceil", "round", "trunc", "sin", "cos", "tan", "arctan", "sinh", "cosh",
      "tanh", "arcsinh", "exp", "expm1", "exp2", "erf", "isnan", "isinf", "isfinite", "nanToNum", "relu", "relu6", "leakyRelu", "elu",
      "selu", "celu", "gelu", "silu", "sigmoid", "hardSigmoid", "hardSilu", "hardTanh", "softplus", "softsign", "logSigmoid",
      "sparsePlus", "squareplus", "tanhShrink", "softShrink", "hardShrink", "softmax", "logSoftmax", "glu", "cbrt", "sinc",
      "degToRad", "signbit", "flip", "sum", "mean", "variance", "std", "max", "min", "prod", "logsumexp", "median", "sort", "argsort",
      "argmax", "cumsum", "cumprod", "diff", "all", "countNonzero", "ravel", "nanmean", "normalize", "onesLike",
    ] as const
  )
    .filter((name) => name in ops)
    .map((name) => [name, () => (ops as unknown as Record<string, (a: Tensor) => Tensor>)[name]!(x)]),
); // biome-ignore format: a list
const others: Record<string, () => Tensor | readonly Tensor[]> = {
  clip: () => ops.clip(x, -1, 1),
  cast: () => ops.cast(x, "int32"),
  where: () => ops.where(bools, x, y),
  "where, a scalar": () => ops.where(bools, x, 0),
  logicalAnd: () => ops.logicalAnd(bools, bools),
  log: () => ops.log(positive),
  log1p: () => ops.log1p(positive),
  log2: () => ops.log2(positive),
  log10: () => ops.log10(positive),
  sqrt: () => ops.sqrt(positive),
  rsqrt: () => ops.rsqrt(positive),
  "power, 2": () => ops.power(x, 2),
  "sum, last axis": () => ops.sum(x, -1),
  "mean, middle axes": () => ops.mean(x, [1, 2]),
  moments: () => ops.moments(x, [0, 1, 2]),
  "argmax, last axis": () => ops.argmax(x, -1),
  "max, last axis": () => ops.max(x, -1),
  "sort, last axis": () => ops.sort(matrix),
  "argsort, last axis": () => ops.argsort(matrix),
  topK: () => ops.topK(matrix, 5),
  inTopK: () => ops.inTopK(rows, matrix, 5),
  "cumsum, last axis": () => ops.cumsum(x, -1),
  "cumsum, an axis": () => ops.cumsum(x, 1),
  take: () => ops.take(matrix, rows, 0),
  takeAlongAxis: () => ops.takeAlongAxis(matrix, places, -1),
  oneHot: () => ops.oneHot(rows, 64),
  multiHot: () => ops.multiHot(places, { numClasses: 64 }),
  segmentSum: () => ops.segmentSum(matrix, rows, { numSegments: 64 }),
  bincount: () => ops.bincount(ops.reshape(integers, [-1])),
  bitwiseAnd: () => ops.bitwiseAnd(integers, integers),
  repeat: () => ops.repeat(matrix, 2, 0),
  tile: () => ops.tile(matrix, [1, 2]),
  roll: () => ops.roll(x, 3, 1),
  rot90: () => ops.rot90(x, { axes: [1, 2] }),
  "pad, reflect": () => ops.pad(x, [[0, 0], [1, 1], [1, 1], [0, 0]], { mode: "reflect" }), // biome-ignore format: pairs
  transpose: () => ops.transpose(x, { axes: [0, 3, 1, 2] }),
  concatenate: () => ops.concatenate([x, y], -1),
  split: () => ops.split(x, 4, -1),
  triu: () => ops.triu(matrix),
  "image.resize": () => ops.image.resize(images, [64, 64]),
  "image.resize, nearest": () => ops.image.resize(images, [160, 160], { interpolation: "nearest" }),
  "image.affineTransform": () => ops.image.affineTransform(images, tf.tile(tf.tensor2d([[1, 0.1, 2, 0.1, 1, 1, 0, 0]]), [32, 1])), // biome-ignore format: a call
  "image.rgbToGrayscale": () => ops.image.rgbToGrayscale(images),
  "image.rgbToHsv": () => ops.image.rgbToHsv(images),
  "image.gaussianBlur": () => ops.image.gaussianBlur(images),
  "image.extractPatches": () => ops.image.extractPatches(images, [4, 4]),
  binaryCrossentropy: () => ops.binaryCrossentropy(bools, positive),
  categoricalCrossentropy: () => ops.categoricalCrossentropy(oneHot, probabilities),
  sparseCategoricalCrossentropy: () => ops.sparseCategoricalCrossentropy(rows, probabilities),
  batchNormalization: () => ops.batchNormalization(x, ops.zeros([64]), ops.ones([64]), -1),
  layerNormalization: () => ops.layerNormalization(x),
  rmsNormalization: () => ops.rmsNormalization(x),
  depthToSpace: () => ops.depthToSpace(x, 2),
};

const source = new Uint8Array(64 << 20).fill(1);
const target = new Uint8Array(64 << 20).fill(1);
const lines: { readonly name: string; readonly ms: number; readonly copy: number }[] = [];
for (const [name, body] of Object.entries({ ...pairs, ...singles, ...others })) {
  if (!name.includes(part)) continue;
  const taken: [number[], number[]] = [[], []];
  try {
    const until = performance.now() + 1500;
    for (let round = -2; round < rounds && (round < 1 || performance.now() < until); round++) {
      let from = performance.now();
      const made = [body()].flat() as Tensor[];
      const ms = performance.now() - from;
      const moved = made.reduce((bytes, { size }) => bytes + 4 * size, 4 * x.size * (name in pairs ? 2 : 1)) / 2;
      tf.dispose(made);
      from = performance.now();
      target.set(source.subarray(0, moved));
      if (round >= 0) {
        taken[0].push(ms);
        taken[1].push(performance.now() - from);
      }
    }
    lines.push({ name, ms: median(taken[0]), copy: median(taken[1]) });
  } catch (error) {
    console.log(`${name} fails: ${error instanceof Error ? error.message : error}`);
  }
}
lines.sort((a, b) => b.ms / b.copy - a.ms / a.copy);
console.log("ms, median: the op, a copy of the same bytes, op / copy");
for (const { name, ms, copy } of lines) {
  const numbers = [ms, copy, ms / copy].map((value) => value.toFixed(2).padStart(9));
  console.log(`${name.padEnd(34)}${numbers.join("")}`);
}
