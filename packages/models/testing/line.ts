// The smallest model that can be trained, and its data, for tests of training.
import { NDArray } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { SGD } from "@hornbeam/optimizers";
import type { Model } from "../src/model.ts";
import { Sequential } from "../src/sequential.ts";

export const column = (...values: number[]) => new NDArray(Float32Array.from(values), [values.length, 1]);
export const quiet = { verbose: 0 } as const;
/** `y = w x` with `w = 1` to begin with, so that every step can be followed by hand. */
export function line(learningRate = 0.1): Sequential {
  const model = new Sequential(
    [Input({ shape: [1] }), new Dense({ units: 1, useBias: false, kernelInitializer: "ones", name: "line" })],
    { name: "net" },
  );
  model.compile({ optimizer: new SGD({ learningRate }), loss: "mse", metrics: ["mae"] });
  return model;
}
export const weight = (model: Model) => model.getWeights()[0]!.item() as number;
