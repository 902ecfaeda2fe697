import { memory, NDArray, ready, setRandomSeed, setThreads } from "@hornbeam/core";
import {
  BatchNormalization,
  Bidirectional,
  Conv2D,
  Dense,
  DepthwiseConv2D,
  Dropout,
  Embedding,
  Flatten,
  GlobalAveragePooling1D,
  GlobalAveragePooling2D,
  GRU,
  Input,
  type Layer,
  LayerNormalization,
  LSTM,
  MaxPooling2D,
  MultiHeadAttention,
  SeparableConv2D,
} from "@hornbeam/layers";
import { Model, Sequential } from "@hornbeam/models";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limits } from "../../../packages/kernels/src/threads/chunks.ts";
import { runBackwards } from "../../../packages/kernels/testing/backwards.ts";

const sizeOf = (shape: number[]) => shape.reduce((a, b) => a * b);
const floats = (...shape: number[]) =>
  new NDArray(
    Float32Array.from({ length: sizeOf(shape) }, (_, i) => Math.sin(i)),
    shape,
  );
const integers = (most: number, ...shape: number[]) =>
  new NDArray(
    Int32Array.from({ length: sizeOf(shape) }, (_, i) => (i * 7 + (i >> 3)) % most),
    shape,
  );

function attention(): Model {
  const ids = Input({ shape: [40], dtype: "int32" });
  let x = new Embedding({ inputDim: 50, outputDim: 32 })(ids);
  x = new LayerNormalization()(x);
  x = new MultiHeadAttention({ numHeads: 4, keyDim: 8 })({ query: x, value: x });
  return new Model({ inputs: ids, outputs: new Dense({ units: 4 })(new GlobalAveragePooling1D()(x)) });
}

const sequential = (shape: number[], layers: Layer[]) => new Sequential([Input({ shape }), ...layers]);
const nets: Record<string, { x: NDArray; make: () => Model }> = {
  "dense layers with dropout": {
    x: floats(40, 100),
    make: () => sequential([100], [new Dense({ units: 150, activation: "gelu" }), new Dropout({ rate: 0.3 }), new Dense({ units: 4 })]), // biome-ignore format: one line
  },
  "convolutions, pooling and normalization": {
    x: floats(40, 16, 16, 3),
    make: () =>
      sequential(
        [16, 16, 3],
        [
          new Conv2D({ filters: 8, kernelSize: 5, padding: "same", activation: "relu" }),
          new MaxPooling2D({ poolSize: 2 }),
          new BatchNormalization(),
          new Conv2D({ filters: 12, kernelSize: 3, padding: "same" }),
          new Conv2D({ filters: 12, kernelSize: 3, dilationRate: 2 }),
          new Flatten(),
          new Dense({ units: 4 }),
        ],
      ),
  },
  "separable convolutions": {
    x: floats(40, 16, 16, 4),
    make: () =>
      sequential(
        [16, 16, 4],
        [
          new SeparableConv2D({ filters: 16, kernelSize: 3, padding: "same", activation: "relu" }),
          new DepthwiseConv2D({ kernelSize: 3, strides: 2, padding: "same" }),
          new BatchNormalization(),
          new GlobalAveragePooling2D(),
          new Dense({ units: 4 }),
        ],
      ),
  },
  "recurrent layers": {
    x: floats(40, 20, 12),
    make: () =>
      sequential(
        [20, 12],
        [
          new Bidirectional({ layer: new LSTM({ units: 16, returnSequences: true }) }),
          new GRU({ units: 20 }),
          new Dense({ units: 4 }),
        ],
      ),
  },
  "an embedding and attention": { x: integers(50, 40, 40), make: attention },
};

/** Weights, and what is predicted, after four epochs of three batches, the last of them short: steps are recorded and replayed. */
async function outcome({ x, make }: (typeof nets)[string], optimizer: string): Promise<number[][]> {
  setRandomSeed(3);
  const model = make();
  model.compile({ optimizer, loss: "meanSquaredError" });
  const { history } = await model.fit(x, floats(40, 4), { batchSize: 16, epochs: 4, verbose: 0 });
  const predicted = await model.predict(x, { verbose: 0 });
  const values = [...model.getWeights(), predicted].map(({ data }) => [...(data as Float32Array)]);
  model[Symbol.dispose]();
  return [history["loss"]!, ...values];
}

describe("models on two, three and eight threads, everything cut as small as it goes, become what they become on one:", () => {
  const before = { ...limits };
  beforeAll(async () => {
    await setThreads(3);
    await ready(); // with shared memory
    Object.assign(limits, { alone: 0, shortest: 0, trials: false });
  });
  afterAll(async () => {
    Object.assign(limits, before);
    await setThreads(1);
  });

  for (const [i, [name, net]] of Object.entries(nets).entries()) {
    it(name, { timeout: 60_000 }, async () => {
      const optimizer = ["adam", "sgd", "rmsprop", "adamw", "lion"][i]!;
      await setThreads(1);
      const expected = await outcome(net, optimizer);
      expect(expected.flat().every(Number.isFinite)).toBe(true);
      const { numTensors } = memory();
      for (const threads of [2, 3, 8]) {
        await setThreads(threads);
        expect(await outcome(net, optimizer)).toEqual(expected);
      }
      const forwards = await runBackwards();
      expect(await outcome(net, optimizer)).toEqual(expected);
      forwards();
      expect(memory().numTensors).toBe(numTensors);
    });
  }
});
