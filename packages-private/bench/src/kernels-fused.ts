/**
 * Times fused kernels against what they stand for, plain ops or numbers made in JavaScript, the two taking turns:
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/kernels-fused.ts [rounds]
 */
import {
  biasActivation,
  binaryCrossEntropy,
  crossEntropy,
  drawNormal,
  drawUniform,
  dropoutByKey,
  groupNorm,
  normalQuantile,
  start,
  threefry,
} from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { median } from "./statistics.ts";

const rounds = Number(process.argv[2] ?? 30);
await start();

const key = tf.tensor1d([1, 2], "int32");
const images = tf.randomNormal([32, 28, 28, 64]); // 1.6 M floats

/** Shares in [0, 1) as JavaScript draws them. */
function shares(count: number): Float32Array {
  const words = new Uint32Array(count);
  threefry(words, 1, 2);
  const drawn = new Float32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = (words[i]! >>> 8) * 2 ** -24;
  return drawn;
}
/** Normal numbers, likewise. */
function quantiles(count: number): Float32Array {
  const words = new Uint32Array(count);
  threefry(words, 1, 2);
  const drawn = new Float32Array(count);
  for (let i = 0; i < count; i++) drawn[i] = normalQuantile((words[i]! + 0.5) * 2 ** -32);
  return drawn;
}
function hostMask(): tf.Tensor {
  const mask = shares(images.size);
  for (let i = 0; i < mask.length; i++) mask[i] = mask[i]! < 0.5 ? 0 : 2;
  return tf.tensor(mask, images.shape);
}

const logits = tf.randomNormal([4096, 100]) as tf.Tensor2D;
const classes = tf.softmax(tf.randomNormal([4096, 100]));

/** Normalization of 8 groups of channels as the layer wrote it in plain ops. */
function plainGroupNorm(x: tf.Tensor): tf.Tensor {
  const grouped = tf.reshape(x, [32, 784, 8, 8]);
  const { mean, variance } = tf.moments(grouped, [1, 3], true);
  const factor = tf.rsqrt(tf.add(variance, 1e-3));
  return tf.reshape(tf.add(tf.mul(grouped, factor), tf.neg(tf.mul(mean, factor))), x.shape);
}

const bias = tf.randomNormal([64]);

type Make = () => tf.Tensor | tf.Tensor[];
const withGradient =
  (f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): Make =>
  () =>
    tf.grad((v) => f(v))(x);
const cases: [title: string, fused: Make, plain: Make][] = [
  ["uniform numbers", () => drawUniform(key, [images.size]), () => tf.tensor1d(shares(images.size))],
  ["normal numbers", () => drawNormal(key, [images.size]), () => tf.tensor1d(quantiles(images.size))],
  ["dropout", () => dropoutByKey(images, key, { rate: 0.5 }), () => tf.mul(images, hostMask())],
  [
    "dropout and gradient",
    withGradient((x) => dropoutByKey(x, key, { rate: 0.5 }), images),
    withGradient((x) => tf.mul(x, hostMask()), images),
  ],
  [
    "cross-entropy and gradient",
    withGradient((x) => crossEntropy(classes, x), logits),
    withGradient((x) => tf.neg(tf.sum(tf.mul(classes, tf.logSoftmax(x)), -1)), logits),
  ],
  [
    "of two classes, and gradient",
    withGradient((x) => binaryCrossEntropy(classes, x), logits),
    withGradient((x) => tf.sub(tf.softplus(x), tf.mul(x, classes)), logits),
  ],
  [
    "group normalization and gradient",
    withGradient((x) => groupNorm(x, { groups: 8, epsilon: 1e-3 }), images),
    withGradient(plainGroupNorm, images),
  ],
  [
    "bias, relu and gradient",
    withGradient((x) => biasActivation(x, bias, "relu"), images),
    withGradient((x) => tf.relu(tf.add(x, bias)), images),
  ],
];

console.log("ms of processor time, median: fused, plain, ratio");
for (const [title, fused, plain] of cases) {
  const times: [number[], number[]] = [[], []];
  for (let round = -3; round < rounds; round++) {
    for (const [i, make] of [fused, plain].entries()) {
      const from = process.cpuUsage();
      tf.tidy(() => {
        make();
      });
      const { user, system } = process.cpuUsage(from);
      if (round >= 0) times[i]!.push((user + system) / 1000);
    }
  }
  const [here, there] = times.map(median) as [number, number];
  console.log(
    `  ${title.padEnd(36)} ${here.toFixed(2).padStart(8)} ${there.toFixed(2).padStart(8)}   ${(there / here).toFixed(1)}×`,
  );
}
