// Milliseconds of a training step of nets over sequences `[32, 100, 64]`, with Adam:
//
//   node --conditions=@hornbeam/source packages-private/bench/src/kernels-sequence.ts [lstm|gru|simple|transformer] [seconds] [profile]
//
// `profile` prints where the time goes, kernel by kernel. The transformer has 2 blocks, 4 heads, inner width 128.
import { type KerasTensor, ready } from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import {
  Add,
  Dense,
  GlobalAveragePooling1D,
  GRU,
  Input,
  LayerNormalization,
  LSTM,
  MultiHeadAttention,
  SimpleRNN,
} from "@hornbeam/layers";
import { Model } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";

const [net = "lstm", seconds = "4", profile] = process.argv.slice(2);
await ready();

function block(x: KerasTensor): KerasTensor {
  const attended = new MultiHeadAttention({ numHeads: 4, keyDim: 16 })({ query: x, value: x });
  const sum = new LayerNormalization()(new Add()([x, attended]) as KerasTensor);
  const inner = new Dense({ units: 128, activation: "relu" })(sum);
  return new LayerNormalization()(new Add()([sum, new Dense({ units: 64 })(inner)]) as KerasTensor);
}
const nets: Record<string, (x: KerasTensor) => KerasTensor> = {
  lstm: (x) => new LSTM({ units: 64 })(x),
  gru: (x) => new GRU({ units: 64 })(x),
  simple: (x) => new SimpleRNN({ units: 64 })(x),
  transformer: (x) => new GlobalAveragePooling1D()(block(block(x))),
};
const inputs = Input({ shape: [100, 64] });
const outputs = new Dense({ units: 10, activation: "softmax" })(nets[net]!(inputs));
const model = new Model({ inputs, outputs });
model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
const x = tf.randomUniform([32, 100, 64]);
const y = tf.tensor1d(Array.from({ length: 32 }, (_, i) => i % 10));

for (let i = 0; i < 8; i++) await model.trainOnBatch(x, y);
const times: number[] = [];
for (const end = performance.now() + 1000 * Number(seconds); performance.now() < end; ) {
  const begin = performance.now();
  await model.trainOnBatch(x, y);
  times.push(performance.now() - begin);
}
times.sort((a, b) => a - b);
const at = (share: number) => times[Math.floor(share * times.length)]!.toFixed(2);
console.log(net.padEnd(12), `median ${at(0.5)} ms, 10th percentile ${at(0.1)} ms, ${times.length} steps`);

if (profile) {
  const spent = new Map<string, { ms: number; calls: number }>();
  for (const { kernelName, kernelFunc, ...rest } of tf.getKernelsForBackend("wasm")) {
    tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({
      ...rest,
      kernelName,
      kernelFunc: (call) => {
        const begin = performance.now();
        const result = kernelFunc(call);
        const { ms, calls } = spent.get(kernelName) ?? { ms: 0, calls: 0 };
        spent.set(kernelName, { ms: ms + performance.now() - begin, calls: calls + 1 });
        return result;
      },
    });
  }
  const steps = 20;
  for (let i = 0; i < steps; i++) await model.trainOnBatch(x, y);
  for (const [name, { ms, calls }] of [...spent].sort((a, b) => b[1].ms - a[1].ms).slice(0, 24))
    console.log(name.padEnd(36), (ms / steps).toFixed(3), "ms a step in", calls / steps, "calls");
}
