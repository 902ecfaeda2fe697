/**
 * Times kernels that move data or work element by element, against the stock ones of TensorFlow.js' WASM backend, the two
 * taking turns:
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/kernels-pointwise.ts [rounds]
 */
import { start } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { median } from "./statistics.ts";

const rounds = Number(process.argv[2] ?? 30);
await start();
const backend = tf.backend();
const stock = new Map(tf._backendKernels.map((config) => [config.kernelName, config.kernelFunc]));

const images = tf.randomNormal([32, 28, 28, 64]); // 1.6 M floats
const other = tf.randomNormal([32, 28, 28, 64]);
const channels = tf.randomNormal([64]);
const column = tf.randomNormal([32, 28, 28, 1]);
const one = tf.scalar(0.5);
const heads = tf.randomNormal([32, 100, 4, 125]);
const matrix = tf.randomNormal([1280, 1250]);

type Inputs = Record<string, tf.Tensor> | tf.Tensor[];
const cases: [title: string, kernel: string, inputs: Inputs, attrs?: object][] = [
  ["add, same shape", "Add", { a: images, b: other }],
  ["add a row", "Add", { a: images, b: channels }],
  ["multiply by a column", "Multiply", { a: images, b: column }],
  ["maximum with a scalar", "Maximum", { a: images, b: one }],
  ["squared difference", "SquaredDifference", { a: images, b: other }],
  ["greater than a scalar", "Greater", { a: images, b: one }],
  ["equal, same shape", "Equal", { a: images, b: other }],
  ["tile a row", "Tile", { x: tf.reshape(channels, [1, 64]) }, { reps: [25088, 1] }],
  ["tile a column", "Tile", { x: tf.reshape(column, [25088, 1]) }, { reps: [1, 64] }],
  ["transpose a matrix", "Transpose", { x: matrix }, { perm: [1, 0] }],
  ["transpose heads", "Transpose", { x: heads }, { perm: [0, 2, 1, 3] }],
  ["concatenate, last axis", "Concat", [images, other], { axis: 3 }],
  ["slice, last axis", "Slice", { x: images }, { begin: [0, 0, 0, 16], size: [32, 28, 28, 32] }],
  ["pad images", "PadV2", { x: images }, { paddings: [[0, 0], [1, 1], [1, 1], [0, 0]], constantValue: 0 }], // biome-ignore format: a list of pairs
  ["zeros", "ZerosLike", { x: images }],
];

console.log("1.6 M floats: ms, median, and how many times as fast as stock");
for (const [title, name, inputs, attrs = {}] of cases) {
  const ours = tf.getKernel(name, "wasm").kernelFunc;
  const theirs = stock.get(name)!;
  const times: [number[], number[]] = [[], []];
  for (let round = -5; round < rounds; round++) {
    for (const [i, compute] of [ours, theirs].entries()) {
      const from = performance.now();
      const result = compute({ inputs, attrs, backend } as never) as tf.TensorInfo;
      if (round >= 0) times[i]!.push(performance.now() - from);
      backend.disposeData(result.dataId);
    }
  }
  const [here, there] = times.map(median) as [number, number];
  console.log(
    `  ${title.padEnd(26)} ${here.toFixed(2).padStart(8)} ${there.toFixed(2).padStart(8)}   ${(there / here).toFixed(1)}×`,
  );
}
