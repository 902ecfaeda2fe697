/**
 * Walks through every kernel of the WASM backend that moves data or works element by element, on 1.6 M elements: how long it takes
 * against a copy of as many bytes as it reads and writes, and against the stock kernel of TensorFlow.js, all taking turns.
 *
 *     node --conditions=@hornbeam/source packages-private/bench/src/kernels-walk.ts [part of a name] [rounds]
 *
 * A kernel that is neither tried nor known to be left out ends the walk with an error.
 */
import { start } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { leftOut, overruns, type WalkCase, walkCases } from "./kernels-walk-cases.ts";
import { median } from "./statistics.ts";

const [part = "", given = "12"] = process.argv.slice(2);
const rounds = Number(given);
await start();
const backend = tf.backend();
const stock = new Map(tf._backendKernels.map((config) => [config.kernelName, config.kernelFunc]));
const cases = walkCases();
const tried = new Set(cases.map(({ kernel }) => kernel));
const forgotten = [...stock.keys()].filter((name) => !tried.has(name) && !(name in leftOut));
if (forgotten.length > 0) throw new Error(`Cannot walk: ${forgotten.join(", ")} must be tried or left out`);

const source = new Uint8Array(64 << 20).fill(1);
const target = new Uint8Array(64 << 20).fill(1);
const listOf = (result: tf.TensorInfo | tf.TensorInfo[]): tf.TensorInfo[] =>
  Array.isArray(result) ? result : [result];
const bytesOf = (tensors: readonly tf.TensorInfo[]): number =>
  tensors.reduce((sum, { shape, dtype }) => sum + tf.util.sizeFromShape(shape) * tf.util.bytesPerElement(dtype), 0);

function timed(body: () => void): number {
  const from = performance.now();
  body();
  return performance.now() - from;
}

/** Some stock kernels fail: Infinity. */
function attempt(body: () => number): number {
  try {
    return body();
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Median milliseconds of ours, of stock, and of a copy that moves as many bytes. */
function times({
  title,
  kernel,
  inputs,
  attrs = {},
}: WalkCase): [here: number, there: number | undefined, copy: number] {
  const call = { inputs, attrs, backend } as never;
  const ours = tf.getKernel(kernel, "wasm").kernelFunc;
  const theirs = stock.get(kernel) === ours || overruns.has(title) ? undefined : stock.get(kernel);
  let moved = 0;
  const run = (compute: typeof ours): number => {
    let result: tf.TensorInfo[] = [];
    const ms = timed(() => {
      result = listOf(compute(call));
    });
    moved = Math.ceil((bytesOf(Object.values(inputs)) + bytesOf(result)) / 2);
    for (const { dataId } of result) backend.disposeData(dataId);
    return ms;
  };
  const taken: [number[], number[], number[]] = [[], [], []];
  const until = performance.now() + 2000;
  for (let round = -2; round < rounds && (round < 1 || performance.now() < until); round++) {
    const turn = [
      run(ours),
      theirs ? attempt(() => run(theirs)) : 0,
      timed(() => target.set(source.subarray(0, moved))),
    ];
    if (round >= 0) for (const [i, ms] of turn.entries()) taken[i]!.push(ms);
  }
  const [here, there, copy] = taken.map(median) as [number, number, number];
  return [here, theirs && there, copy];
}

const number = (value: number | undefined): string => (value === undefined ? "–" : value.toFixed(2)).padStart(9);
console.log(
  "ms, median: here, stock (– where the stock kernel is in use, or writes past its tensor), a copy of the same bytes, here / copy",
);
const rows = cases
  .filter(({ title }) => title.includes(part))
  .map((each) => ({ title: each.title, measured: times(each) }));
rows.sort((a, b) => b.measured[0] / b.measured[2] - a.measured[0] / a.measured[2]);
for (const { title, measured } of rows) {
  const [here, there, copy] = measured;
  console.log(`${title.padEnd(34)}${number(here)}${number(there)}${number(copy)}${number(here / copy)}`);
}
