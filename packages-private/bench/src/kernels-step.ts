// Milliseconds of a training step on our kernels: with plain ops and TensorFlow.js' optimizer, and with the fused functions.
//
//   node --conditions=@hornbeam/source packages-private/bench/src/kernels-step.ts [cnn|mlp] [seconds] [profile|threads=N]
//
// cnn: conv 16 5x5, pool, conv 36 5x5, pool, dense 128, dense 10, batch 128, Adam. mlp: 784-300-100-10, batch 32, SGD.
// `profile` prints where the fused step's time goes, kernel by kernel; `threads=2` compares steps on one thread and on two,
// turn by turn.
import {
  adamUpdate,
  fusedConv2d,
  fusedDense,
  info,
  setThreads,
  sgdUpdate,
  sparseSoftmaxCrossEntropy,
  start,
} from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { limits } from "../../../packages/kernels/src/threads/chunks.ts";

const [net = "cnn", seconds = "5", profile] = process.argv.slice(2);
const threads = /^threads=(\d+)$/.exec(profile ?? "")?.[1];
if (threads) await setThreads(Number(threads));
await start();
limits.trials = false;

type Layer = { type: "dense" | "conv"; w: tf.Variable; b: tf.Variable; relu: boolean } | { type: "pool" | "flatten" };

function weights(shape: number[], fanIn: number, fanOut: number) {
  const limit = Math.sqrt(6 / (fanIn + fanOut));
  return { w: tf.variable(tf.randomUniform(shape, -limit, limit)), b: tf.variable(tf.zeros([shape.at(-1)!])) };
}
const dense = (i: number, o: number, relu = true): Layer => ({ type: "dense", ...weights([i, o], i, o), relu });
const conv = (i: number, o: number): Layer => ({ type: "conv", ...weights([5, 5, i, o], 25 * i, 25 * o), relu: true });

const layers: Layer[] =
  net === "mlp"
    ? [dense(784, 300), dense(300, 100), dense(100, 10, false)]
    : [
        conv(1, 16),
        { type: "pool" },
        conv(16, 36),
        { type: "pool" },
        { type: "flatten" },
        dense(1764, 128),
        dense(128, 10, false),
      ];
const variables = layers.flatMap((layer) => ("w" in layer ? [layer.w, layer.b] : []));
const batch = net === "mlp" ? 32 : 128;
const x = tf.randomUniform(net === "mlp" ? [batch, 784] : [batch, 28, 28, 1]);
const labels = tf.randomUniform([batch], 0, 10, "int32");

function forward(fused: boolean): tf.Tensor {
  let h: tf.Tensor = x;
  for (const layer of layers) {
    if (layer.type === "pool") h = tf.maxPool(h as tf.Tensor4D, 2, 2, "valid");
    else if (layer.type === "flatten") h = tf.reshape(h, [batch, -1]);
    else if ("w" in layer) {
      const { w, b, relu, type } = layer;
      if (fused) {
        const activation = relu ? "relu" : "linear";
        h =
          type === "dense"
            ? fusedDense(h, w, { bias: b, activation })
            : fusedConv2d(h, w, { bias: b, activation, pad: "same" });
      } else {
        const z = tf.add(
          type === "dense" ? tf.matMul(h, w) : tf.conv2d(h as tf.Tensor4D, w as unknown as tf.Tensor4D, 1, "same"),
          b,
        );
        h = relu ? tf.relu(z) : z;
      }
    }
  }
  return h;
}

const optimizer = net === "mlp" ? tf.train.sgd(0.01) : tf.train.adam(1e-3);
const slots = () => variables.map(({ shape }) => tf.variable(tf.zeros(shape), false));
const [momentums, velocities] = [slots(), slots()];
let step = 0;
const steps = {
  "plain ops": () =>
    tf.tidy(() => {
      const loss = () =>
        tf.mean(
          tf.neg(tf.sum(tf.mul(tf.oneHot(labels as tf.Tensor1D, 10), tf.logSoftmax(forward(false))), -1)),
        ) as tf.Scalar;
      const { value, grads } = tf.variableGrads(loss, variables);
      optimizer.applyGradients(Object.entries(grads).map(([name, tensor]) => ({ name, tensor })));
      return value.dataSync()[0]!;
    }),
  "fused functions": () =>
    tf.tidy(() => {
      const { value, grads } = tf.variableGrads(
        () => tf.mean(sparseSoftmaxCrossEntropy(labels, forward(true))) as tf.Scalar,
        variables,
      );
      const gradients = variables.map(({ name }) => grads[name]!);
      if (net === "mlp") sgdUpdate(variables, gradients, { learningRate: 0.01 });
      else
        adamUpdate(variables, gradients, {
          learningRate: 1e-3,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-7,
          iterations: step++,
          momentums,
          velocities,
        });
      return value.dataSync()[0]!;
    }),
};

const shareable = limits.alone;
console.log(net, info());
for (const [name, run] of Object.entries(steps)) {
  for (let i = 0; i < 5; i++) run();
  const turns: [name: string, times: number[]][] = threads
    ? [
        ["1 thread", []],
        [`${threads} threads`, []],
      ]
    : [["", []]];
  const before = tf.memory().numTensors;
  for (const end = performance.now() + 1000 * Number(seconds); performance.now() < end; ) {
    for (const [turn, times] of turns) {
      if (turn === "1 thread") limits.alone = Number.POSITIVE_INFINITY;
      else limits.alone = shareable;
      const begin = performance.now();
      run();
      times.push(performance.now() - begin);
    }
  }
  const left = tf.memory().numTensors - before;
  for (const [turn, times] of turns) {
    times.sort((a, b) => a - b);
    const at = (share: number) => times[Math.floor(share * times.length)]!.toFixed(2);
    console.log(
      `${name} ${turn}`.padEnd(28),
      `best ${at(0)} ms, 10th percentile ${at(0.1)}, median ${at(0.5)}, ${times.length} steps, ${left} tensors left`,
    );
  }
}

if (profile && !threads) {
  const spent = new Map<string, number>();
  for (const { kernelName, kernelFunc, ...rest } of tf.getKernelsForBackend("wasm")) {
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      ...rest,
      kernelName,
      kernelFunc: (call) => {
        const begin = performance.now();
        const result = kernelFunc(call);
        spent.set(kernelName, (spent.get(kernelName) ?? 0) + performance.now() - begin);
        return result;
      },
    });
  }
  for (let i = 0; i < 20; i++) steps[profile === "plain" ? "plain ops" : "fused functions"]();
  for (const [kernelName, ms] of [...spent].sort((a, b) => b[1] - a[1]))
    console.log(kernelName.padEnd(36), (ms / 20).toFixed(3), "ms a step");
}
