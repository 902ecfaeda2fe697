import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { fusedDense } from "../../fused/dense.ts";
import { adamUpdate } from "../../fused/optimizers/adam.ts";
import { countUp } from "../../fused/optimizers/bias-correction.ts";
import { sgdUpdate } from "../../fused/optimizers/sgd.ts";
import { updateBy } from "../../fused/optimizers/update-by.ts";
import { start } from "../../start.ts";
import { limits } from "../../threads/chunks.ts";
import { setThreads } from "../../threads/threads.ts";
import { compileRecordings, recordStep } from "../record.ts";

interface Shape {
  readonly batch: number;
  readonly inputs: number;
  readonly units: number;
}

type Update = (
  weights: readonly tf.Variable[],
  gradients: readonly tf.Tensor[],
  state: readonly tf.Variable[][],
  memory: { readonly rate: tf.Variable; readonly count: tf.Variable },
) => void;

const updates: Record<string, Update> = {
  "gradient descent": (w, g) => sgdUpdate(w, g, { learningRate: 0.1 }),
  "gradient descent by a rate in memory": (w, g, _, { rate }) => sgdUpdate(w, g, { learningRate: rate }),
  "gradient descent with momentum": (w, g, [velocities]) =>
    sgdUpdate(w, g, { learningRate: 0.1, momentum: 0.9, velocities: velocities! }),
  Lion: (w, g, [m]) =>
    updateBy("lion", w, g, { rate: 0.1, beta1: 0.9, rest1: 0.1, beta2: 0.99, rest2: 0.01 }, { m: m! }),
  "Ftrl with another power": (w, g, [sums, linear]) =>
    updateBy("ftrl", w, g, { rate: 0.1, power: 0.3, l1: 0, l2: 0.1, shrinkage: 0 }, { sums: sums!, linear: linear! }),
  "Adam, which makes its rate of numbers in memory": (w, g, [momentums, velocities], { rate, count }) =>
    adamUpdate(w, g, {
      learningRate: rate,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
      iterations: count,
      momentums: momentums!,
      velocities: velocities!,
    }),
};

/** Weights of two dense layers, one on the other, with values that differ from one to the next. */
function net({ inputs, units }: Shape) {
  const shapes = [
    [inputs, units],
    [units, units],
  ] as const;
  const values = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i) / 8);
  const weights = shapes.map(([m, n]) => tf.tidy(() => tf.variable(tf.tensor2d(values(m * n), [m, n]))));
  const state = [0, 1].map(() => weights.map(({ shape }) => tf.tidy(() => tf.variable(tf.zeros(shape)))));
  const memory = tf.tidy(() => ({
    rate: tf.variable(tf.scalar(0.1)),
    count: tf.variable(tf.scalar(0, "int32")),
  }));
  return { weights, state, memory };
}

function batchOf({ batch, inputs }: Shape, k: number): Float32Array {
  return Float32Array.from({ length: batch * inputs }, (_, i) => Math.cos(i * k));
}

/** Steps on batches 1..5, recorded from the second on, or not. */
function train(shape: Shape, update: Update, recorded: boolean, wanted = false) {
  const { weights, state, memory } = net(shape);
  const step = (x: tf.Tensor) => {
    const loss = () =>
      tf.sum(tf.square(weights.reduce((h, w) => fusedDense(h, w, { activation: "relu" }), x))) as tf.Scalar;
    const { grads } = tf.variableGrads(loss, weights);
    const gradients = weights.map(({ name }) => grads[name]!);
    update(weights, gradients, state, memory);
    countUp(memory.count);
    return { value: undefined, results: wanted ? gradients : [] };
  };
  const input = (k: number) => tf.tensor2d(batchOf(shape, k), [shape.batch, shape.inputs]);
  const record = (k: number) =>
    tf.tidy(() => {
      const x = input(k);
      return recordStep([x], () => step(x)).recording as never;
    });
  let statistics: { readonly commands: number; readonly plannedBytes: number } | undefined;
  tf.tidy(() => void step(input(1)));
  if (recorded) {
    const program = compileRecordings(record(2), record(3));
    if (typeof program === "string") throw new Error(program);
    for (const k of [4, 5]) expect(program.replay([batchOf(shape, k)])).toBe(true);
    ({ statistics } = program);
    program.dispose();
  } else for (const k of [2, 3, 4, 5]) tf.tidy(() => void step(input(k)));
  const values = [...weights, ...state.flat()].map((variable) => variable.dataSync().slice());
  expect(memory.count.dataSync()[0]).toBe(5);
  tf.dispose([weights, state, memory as never]);
  return { values, statistics };
}

const bytes = (values: readonly tf.TypedArray[]) =>
  Buffer.concat(
    values.map(({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength)),
  ).toString("hex");

const shapes: Shape[] = [
  { batch: 5, inputs: 131, units: 130 },
  { batch: 70, inputs: 150, units: 132 },
  { batch: 3, inputs: 60, units: 280 },
];

beforeAll(async () => {
  await setThreads(2); // memory that threads can share
  await start();
});

describe.each([1, 3])("a gradient that only its optimizer reads, on %d threads", (threads) => {
  beforeAll(async () => {
    await setThreads(threads);
    const before = { ...limits };
    Object.assign(limits, { alone: 0, shortest: 0, trials: false });
    return async () => {
      Object.assign(limits, before);
      await setThreads(1);
    };
  });

  describe.each(Object.entries(updates))("%s", (_, update) => {
    it.each(shapes)("goes into the weights in one command, bit for bit: $batch x $inputs x $units", (shape) => {
      const eager = train(shape, update, false);
      const recorded = train(shape, update, true);
      expect(bytes(recorded.values)).toBe(bytes(eager.values));
      // the gradient of a result exists: then product and update are two
      const apart = train(shape, update, true, true);
      expect(bytes(apart.values)).toBe(bytes(eager.values));
      expect(apart.statistics!.commands - recorded.statistics!.commands).toBe(2);
    });

    it("stays apart where the product is long, which threads share better whole", () => {
      const shape = { batch: 420, inputs: 130, units: 128 };
      const [together, apart] = [train(shape, update, true), train(shape, update, true, true)];
      expect(apart.statistics!.commands).toBe(together.statistics!.commands);
    });

    it("takes no memory of its own", () => {
      const shape = { batch: 4, inputs: 600, units: 200 };
      const gradient = 4 * shape.inputs * shape.units;
      expect(train(shape, update, true).statistics!.plannedBytes).toBeLessThan(gradient / 4);
      expect(train(shape, update, true, true).statistics!.plannedBytes).toBeGreaterThan(gradient);
    });
  });
});
