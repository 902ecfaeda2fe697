// Kernels on several threads against one, turn by turn: the ratio of the fastest calls, of the medians of undisturbed calls, and
// of all medians.
//
//   node --conditions=@hornbeam/source packages-private/bench/src/kernels-threads.ts [threads] [seconds a job] [name part]
//
// Other work on the machine takes a core from the threads and not from the one, so the first two say more: a call is undisturbed
// when the operating system has set none of our threads aside in it.
import { fusedConv2d, setThreads, start } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { limits } from "../../../packages/kernels/src/threads/chunks.ts";

const [threads = "2", seconds = "1", only = ""] = process.argv.slice(2);
await setThreads(Number(threads));
await start();
limits.trials = false; // which would go back to one thread where that is faster

const random = (...shape: number[]) => tf.randomUniform(shape, -1, 1) as tf.Tensor;
const product =
  (m: number, n: number, k: number, transposeA = false, transposeB = false): (() => () => tf.Tensor) =>
  () => {
    const a = transposeA ? random(k, m) : random(m, k);
    const b = transposeB ? random(n, k) : random(k, n);
    return () => tf.matMul(a, b, transposeA, transposeB);
  };

function convolution(name: string, batch: number, size: number, cin: number, cout: number, window: number) {
  const shapes = { x: [batch, size, size, cin], filter: [window, window, cin, cout], dy: [batch, size, size, cout] };
  const attrs = { strides: 1, pad: "same", dataFormat: "NHWC", dilations: 1 };
  const run = (kernel: string, inputs: (keyof typeof shapes)[], more: object) => () => {
    const given = Object.fromEntries(inputs.map((input) => [input, random(...shapes[input])]));
    return () => tf.engine().runKernel(kernel, given, { ...attrs, ...more }) as tf.Tensor;
  };
  return {
    [`${name}, forward`]: () => {
      const [x, filter, bias] = [random(...shapes.x), random(...shapes.filter), random(cout)];
      return () => fusedConv2d(x, filter, { bias, activation: "relu", pad: "same" });
    },
    [`${name}, dX`]: run("Conv2DBackpropInput", ["dy", "filter"], { inputShape: shapes.x }),
    [`${name}, dW`]: run("Conv2DBackpropFilter", ["x", "dy"], { filterShape: shapes.filter }),
  };
}

const jobs: Record<string, () => () => tf.Tensor> = {
  "MLP forward 32 x 300 x 784": product(32, 300, 784),
  "MLP dW 784 x 300 x 32": product(784, 300, 32, true),
  "dense 128 x 128 x 1764": product(128, 128, 1764),
  "dense dW 1764 x 128 x 128": product(1764, 128, 128, true),
  "dense dX 128 x 1764 x 128": product(128, 1764, 128, false, true),
  "512 x 512 x 512": product(512, 512, 512),
  "1024 x 1024 x 1024": product(1024, 1024, 1024),
  "1024, A transposed": product(1024, 1024, 1024, true),
  "1 x 1 filter dW 32 x 64 x 100352": product(32, 64, 100_352, true),
  ...convolution("conv 5x5, 1 to 16, 28x28 x 128", 128, 28, 1, 16, 5),
  ...convolution("conv 5x5, 16 to 36, 14x14 x 128", 128, 14, 16, 36, 5),
  ...convolution("conv 3x3, 64 to 64, 28x28 x 16", 16, 28, 64, 64, 3),
  "max pool 28x28x16 x 128": () => {
    const x = random(128, 28, 28, 16) as tf.Tensor4D;
    return () => tf.maxPool(x, 2, 2, "valid");
  },
};

interface Sample {
  readonly time: number;
  readonly disturbed: boolean;
}

const switches = () => process.resourceUsage().involuntaryContextSwitches;
function timed(job: () => tf.Tensor): Sample {
  const before = switches();
  const begin = performance.now();
  const y = job();
  const time = performance.now() - begin;
  const disturbed = switches() !== before;
  y.dispose();
  return { time, disturbed };
}

const times = (samples: readonly Sample[]) => samples.map(({ time }) => time).sort((a, b) => a - b);
const median = (sorted: readonly number[]) => sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;

for (const [name, make] of Object.entries(jobs)) {
  if (!name.includes(only)) continue;
  const samples: [Sample[], Sample[]] = [[], []];
  tf.tidy(() => {
    const job = make();
    for (const end = performance.now() + 1000 * Number(seconds); performance.now() < end; ) {
      for (const turn of [0, 1] as const) {
        limits.alone = turn === 0 ? Number.POSITIVE_INFINITY : 30_000;
        job().dispose(); // wakes the others, and fills caches
        samples[turn].push(timed(job));
      }
    }
  });
  const all = samples.map(times) as [number[], number[]];
  const quiet = samples.map((each) => times(each.filter(({ disturbed }) => !disturbed))) as [number[], number[]];
  const ratio = (of: (sorted: readonly number[]) => number, [one, several]: [number[], number[]]) =>
    (of(one) / of(several)).toFixed(2);
  console.log(
    name.padEnd(40),
    `${all[0][0]!.toFixed(3)} -> ${all[1][0]!.toFixed(3)} ms, ${ratio((sorted) => sorted[0]!, all)}x;`,
    `undisturbed ${ratio(median, quiet)}x (${quiet[0].length} and ${quiet[1].length} calls), medians ${ratio(median, all)}x`,
  );
}
