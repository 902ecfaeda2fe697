// GFLOPS of matrix products and convolutions: the stock kernels of tfjs-backend-wasm, and both builds of ours.
//
//   node --conditions=@hornbeam/source packages-private/bench/src/kernels.ts [seconds a row, 1] [only rows whose name has this]
//
// The contestants of a row take turns; the figure is the median, then in brackets the 90th percentile of the speed.
import { start } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { makeRuntime } from "../../../packages/kernels/src/make-runtime.ts";
import { trainingKernels } from "../../../packages/kernels/src/register.ts";

const [seconds = "1", only = ""] = process.argv.slice(2);
await start();
const backend = tf.backend();

type Kernels = ReadonlyMap<string, tf.KernelFunc>;
const byName = (kernels: readonly tf.KernelConfig[]): Kernels =>
  new Map(kernels.map(({ kernelName, kernelFunc }) => [kernelName, kernelFunc]));
const contestants: [string, Kernels][] = [
  ["stock", byName(tf._backendKernels)],
  ["simd", byName(trainingKernels(await makeRuntime(backend, "simd")))],
  ["relaxed", byName(trainingKernels(await makeRuntime(backend, "relaxed")))],
];

/** A call of one kernel, and the floating-point operations in it. */
interface Job {
  readonly name: string;
  readonly kernel: string;
  readonly inputs: Record<string, tf.Tensor>;
  readonly attrs: object;
  readonly flops: number;
}

const random = (...shape: number[]) => tf.randomUniform(shape, -1, 1) as tf.Tensor;

function product(name: string, m: number, n: number, k: number, transposeA = false, transposeB = false): () => Job {
  return () => ({
    name: `${name} ${m}x${n}x${k}${transposeA ? " A'" : ""}${transposeB ? " B'" : ""}`,
    kernel: "BatchMatMul",
    inputs: { a: transposeA ? random(k, m) : random(m, k), b: transposeB ? random(n, k) : random(k, n) },
    attrs: { transposeA, transposeB },
    flops: 2 * m * n * k,
  });
}

/** The three convolutions of a layer with padding "same". */
function convolution(
  name: string,
  batch: number,
  size: number,
  cin: number,
  cout: number,
  window: number,
  strides = 1,
): (() => Job)[] {
  const out = Math.ceil(size / strides);
  const attrs = { strides, pad: "same", dataFormat: "NHWC", dilations: 1 };
  const flops = 2 * batch * out * out * window * window * cin * cout;
  const x = () => random(batch, size, size, cin);
  const filter = () => random(window, window, cin, cout);
  const dy = () => random(batch, out, out, cout);
  return [
    () => ({ name: `${name} forward`, kernel: "Conv2D", inputs: { x: x(), filter: filter() }, attrs, flops }),
    () => ({
      name: `${name} dX`,
      kernel: "Conv2DBackpropInput",
      inputs: { dy: dy(), filter: filter() },
      attrs: { ...attrs, inputShape: [batch, size, size, cin] },
      flops,
    }),
    () => ({
      name: `${name} dW`,
      kernel: "Conv2DBackpropFilter",
      inputs: { x: x(), dy: dy() },
      attrs: { ...attrs, filterShape: [window, window, cin, cout] },
      flops,
    }),
  ];
}

/** The three depthwise convolutions of a layer with one filter a channel and padding "same". */
function depthwise(
  name: string,
  batch: number,
  size: number,
  channels: number,
  window: number,
  strides = 1,
): (() => Job)[] {
  const out = Math.ceil(size / strides);
  const attrs = { strides, pad: "same", dataFormat: "NHWC", dilations: 1 };
  const flops = 2 * batch * out * out * window * window * channels;
  const x = () => random(batch, size, size, channels);
  const filter = () => random(window, window, channels, 1);
  const dy = () => random(batch, out, out, channels);
  const native = "DepthwiseConv2dNative";
  return [
    () => ({ name: `${name} forward`, kernel: native, inputs: { x: x(), filter: filter() }, attrs, flops }),
    () => ({
      name: `${name} dX`,
      kernel: `${native}BackpropInput`,
      inputs: { dy: dy(), filter: filter() },
      attrs: { ...attrs, inputShape: [batch, size, size, channels] },
      flops,
    }),
    () => ({
      name: `${name} dW`,
      kernel: `${native}BackpropFilter`,
      inputs: { x: x(), dy: dy() },
      attrs: { ...attrs, filterShape: [window, window, channels, 1] },
      flops,
    }),
  ];
}

/** The three convolutions over three axes, of a cube of 3 with padding "same". */
function volumes(
  name: string,
  batch: number,
  size: [number, number, number],
  cin: number,
  cout: number,
): (() => Job)[] {
  const attrs = { strides: 1, pad: "same", dataFormat: "NDHWC", dilations: 1 };
  const [shape, filterShape] = [
    [batch, ...size, cin],
    [3, 3, 3, cin, cout],
  ];
  const flops = 2 * batch * size[0] * size[1] * size[2] * 27 * cin * cout;
  const x = () => random(...shape);
  const filter = () => random(...filterShape);
  const dy = () => random(batch, ...size, cout);
  const job = (suffix: string, kernel: string, inputs: Job["inputs"], more: object): Job => ({
    name: `${name} ${suffix}`,
    kernel,
    inputs,
    attrs: { ...attrs, ...more },
    flops,
  });
  return [
    () => job("forward", "Conv3D", { x: x(), filter: filter() }, {}),
    () => job("dX", "Conv3DBackpropInputV2", { dy: dy(), filter: filter() }, { inputShape: shape }),
    () => job("dW", "Conv3DBackpropFilterV2", { x: x(), dy: dy() }, { filterShape }),
  ];
}

const jobs: (() => Job)[] = [
  product("MLP forward", 32, 300, 784),
  product("MLP dW", 784, 300, 32, true),
  product("MLP dX", 32, 300, 100, false, true),
  product("MLP output", 32, 10, 100),
  product("one row", 1, 300, 784),
  product("CNN dense forward", 128, 128, 1764),
  product("CNN dense dW", 1764, 128, 128, true),
  product("CNN dense dX", 128, 1764, 128, false, true),
  ...[256, 512, 1024].flatMap((n) => [
    product("square", n, n, n),
    product("square", n, n, n, true),
    product("square", n, n, n, false, true),
  ]),
  ...convolution("CNN conv1 5x5, 1 to 16, 28x28", 128, 28, 1, 16, 5),
  ...convolution("CNN conv2 5x5, 16 to 36, 14x14", 128, 14, 16, 36, 5),
  ...convolution("3x3, 64 to 64, 28x28", 8, 28, 64, 64, 3),
  ...convolution("3x3 stride 2, 32 to 64, 28x28", 8, 28, 32, 64, 3, 2),
  ...convolution("1x1, 64 to 128, 28x28", 8, 28, 64, 128, 1),
  ...depthwise("depthwise 3x3, 64 channels, 32x32", 32, 32, 64, 3),
  ...depthwise("depthwise 3x3 stride 2, 64 channels, 32x32", 32, 32, 64, 3, 2),
  ...depthwise("depthwise 5x5, 32 channels, 28x28", 32, 28, 32, 5),
  ...volumes("3x3x3, 16 to 32, 8x16x16", 2, [8, 16, 16], 16, 32),
];

function time(job: Job, run: tf.KernelFunc): number {
  const begin = performance.now();
  const result = run({
    inputs: job.inputs,
    attrs: job.attrs as unknown as tf.NamedAttrMap & object,
    backend,
  }) as tf.TensorInfo;
  const took = performance.now() - begin;
  backend.disposeData(result.dataId);
  return took;
}

console.log(["".padEnd(44), ...contestants.map(([name]) => name.padStart(14))].join(""));
for (const make of jobs) {
  const job = make();
  if (job.name.includes(only)) {
    const racers = contestants.map(([, kernels]) => ({ run: kernels.get(job.kernel), times: [] as number[] }));
    const end = performance.now() + 1000 * Number(seconds);
    for (let round = 0; performance.now() < end || round < 4; round++) {
      for (const { run, times } of racers) {
        // a kernel that takes long need not run as often as the others
        if (run && (times.length < 3 || times.at(-1)! < 50)) times.push(time(job, run));
      }
    }
    const figures = racers.map(({ times }) => {
      if (times.length === 0) return "-".padStart(14);
      const sorted = times.sort((a, b) => a - b);
      const speed = (share: number) => (job.flops / sorted[Math.floor(share * sorted.length)]! / 1e6).toFixed(1);
      return `${speed(0.5)} (${speed(0.1)})`.padStart(14);
    });
    console.log([job.name.padEnd(44), ...figures].join(""));
  }
  tf.dispose(job.inputs);
}
