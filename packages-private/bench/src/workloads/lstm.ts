import { Dense, Input, LSTM } from "@hornbeam/layers";
import { type Model, Sequential } from "@hornbeam/models";
import { Adam } from "@hornbeam/optimizers";
import type { Workload } from "./workload.ts";

function build(): Model {
  const model = new Sequential([
    Input({ shape: [100, 64] }),
    new LSTM({ units: 64 }),
    new Dense({ units: 10, activation: "softmax" }),
  ]);
  model.compile({ optimizer: new Adam(), loss: "sparse_categorical_crossentropy" });
  return model;
}

/** One recurrent layer over a hundred steps. */
export const lstm: Workload = {
  title: "LSTM(64) over 100 steps of 64 features, batch 32, Adam",
  batch: 32,
  steps: 30,
  shape: [100, 64],
  build,
};
