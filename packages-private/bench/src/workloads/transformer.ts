import type { KerasTensor } from "@hornbeam/core";
import {
  Add,
  Dense,
  Embedding,
  GlobalAveragePooling1D,
  Input,
  LayerNormalization,
  MultiHeadAttention,
} from "@hornbeam/layers";
import { Model } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import type { Workload } from "./workload.ts";

const width = 64;
const words = 2000;

/** Attention and a net of two layers, each with a residual and a normalization. */
function block(x: KerasTensor): KerasTensor {
  const attention = new MultiHeadAttention({ numHeads: 4, keyDim: width / 4 });
  const attended = new LayerNormalization()(new Add()([x, attention({ query: x, value: x })]) as KerasTensor);
  const inner = new Dense({ units: 2 * width, activation: "relu" })(attended);
  return new LayerNormalization()(new Add()([attended, new Dense({ units: width })(inner)]) as KerasTensor);
}

function build(): Model {
  const inputs = Input({ shape: [100], dtype: "int32" });
  let x = new Embedding({ inputDim: words, outputDim: width })(inputs);
  for (let i = 0; i < 2; i++) x = block(x);
  const outputs = new Dense({ units: 10, activation: "softmax" })(new GlobalAveragePooling1D()(x));
  const model = new Model({ inputs, outputs });
  model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
  return model;
}

/** Two blocks of self-attention, after Vaswani and others. */
export const transformer: Workload = {
  title: `Transformer, 2 blocks, width ${width}, 4 heads, over 100 words, batch 32, Adam`,
  batch: 32,
  steps: 12,
  shape: [100],
  words,
  build,
};
