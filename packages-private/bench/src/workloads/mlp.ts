import { Dense, Input } from "@hornbeam/layers";
import { type Model, Sequential } from "@hornbeam/models";
import { SGD } from "@hornbeam/optimizers";
import type { Workload } from "./workload.ts";

/** Three dense layers: little work a step, so that what lies between the kernels shows. */
export function mlp(batch: number): Workload {
  const build = (): Model => {
    const model = new Sequential([
      Input({ shape: [784] }),
      new Dense({ units: 300, activation: "relu" }),
      new Dense({ units: 100, activation: "relu" }),
      new Dense({ units: 10, activation: "softmax" }),
    ]);
    model.compile({ optimizer: new SGD({ learningRate: 0.01 }), loss: "sparse_categorical_crossentropy" });
    return model;
  };
  return {
    title: `MLP 784-300-100-10, batch ${batch}, SGD`,
    batch,
    steps: Math.round(10_000 / batch),
    shape: [784],
    build,
  };
}
