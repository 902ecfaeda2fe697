import * as tf from "@hornbeam/kernels/tfjs";
import { beforeAll, expect, it } from "vitest";
import { sequence } from "../../testing/compare.ts";
import { adafactorUpdate } from "../fused/optimizers/adafactor.ts";
import { clipTensors } from "../fused/optimizers/gradients.ts";
import { lambUpdate } from "../fused/optimizers/lamb.ts";
import { muonUpdate } from "../fused/optimizers/muon.ts";
import { updateBy } from "../fused/optimizers/update-by.ts";
import { averageVariables, decayVariables } from "../fused/optimizers/weights.ts";
import { start } from "../start.ts";
import { limits } from "./chunks.ts";
import { setThreads } from "./threads.ts";

beforeAll(async () => {
  limits.trials = false;
  await setThreads(2);
  await start();
});

type Update = (w: tf.Variable[], g: tf.Tensor[], slots: readonly tf.Variable[][], step: number) => void;

const shapes = [[], [7], [300, 401], [40_001], [0], [13, 5], [2, 90, 170]];
const rates = { learningRate: 0.01, beta1: 0.9, beta2: 0.99, epsilon: 1e-7 };

const updates: Record<string, Update> = {
  "clipping by the norm of all, decay, Adagrad and averages": (w, g, [sums, averages]) => {
    decayVariables(
      w,
      w.map((_, i) => i / 10),
      0.1,
    );
    updateBy("adagrad", w, clipTensors(g, { globalNorm: 0.1 }), { rate: 0.1, epsilon: 1e-7 }, { sums: sums! });
    averageVariables(averages!, w, 0.9, 1);
  },
  "clipping by norms and Lamb": (w, g, [momentums, velocities], step) =>
    lambUpdate(w, clipTensors(g, { norm: 0.1 }), {
      ...rates,
      iterations: step - 1,
      momentums: momentums!,
      velocities: velocities!,
    }),
  Adafactor: (w, g, [velocities], step) => {
    const zeros = (of: (shape: readonly number[]) => number[]) =>
      w.map(({ shape }) => tf.variable(tf.zeros(of(shape))));
    const rows = zeros((shape) => shape.slice(0, -1));
    const columns = zeros((shape) => [...shape.slice(0, -2), ...shape.slice(-1)]);
    const numbers = { rate: 0.1, decay: 1 - 1 / step, epsilon1: 1e-30, epsilon2: 1e-3, clipThreshold: 1 };
    adafactorUpdate(w, g, { ...numbers, velocities: velocities!, rows, columns });
    tf.dispose([rows, columns]);
  },
  Muon: (w, g, [momentums]) => {
    const only = <T extends tf.Tensor>(list: readonly T[]) => list.filter(({ shape }) => shape.length === 2);
    const factors = [3.4445, -4.775, 2.0315] as const;
    const options = { learningRate: 0.1, momentum: 0.9, nesterov: true, steps: 5, factors, rmsRate: 0.2 };
    muonUpdate(only(w), only(g), { ...options, momentums: only(momentums!) });
  },
};

/** All bytes after three steps on so many threads. */
async function bytesAfter(update: Update, threads: number): Promise<string> {
  await setThreads(threads);
  const next = sequence(7);
  const make = (shape: readonly number[]) => {
    const values = Float32Array.from({ length: tf.util.sizeFromShape([...shape]) }, () => next() - 0.5);
    return tf.tensor(values, [...shape]);
  };
  const weights = shapes.map((shape) => tf.tidy(() => tf.variable(make(shape))));
  const slots = [0, 1].map(() => shapes.map((shape) => tf.tidy(() => tf.variable(tf.zeros(shape)))));
  for (let step = 1; step <= 3; step++) tf.tidy(() => update(weights, shapes.map(make), slots, step));
  const all = [...weights, ...slots.flat()];
  const bytes = all.map((variable) => Buffer.from(Float32Array.from(variable.dataSync()).buffer).toString("hex"));
  tf.dispose(all);
  return bytes.join();
}

it.each(Object.entries(updates))("%s of a list give the same bits on any number of threads", async (_, update) => {
  const expected = await bytesAfter(update, 1);
  expect(expected).toMatch(/^[0-9a-f,]+$/);
  for (const threads of [2, 3]) expect((await bytesAfter(update, threads)) === expected).toBe(true);
});
