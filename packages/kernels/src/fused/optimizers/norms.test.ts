import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear, floats } from "../../../testing/compare.ts";
import { describeVariants } from "../../../testing/variants.ts";
import { adafactorUpdate } from "./adafactor.ts";
import { addTensors, areFinite, clipTensors, divideTensors } from "./gradients.ts";
import { lambUpdate } from "./lamb.ts";
import { muonUpdate } from "./muon.ts";
import { averageVariables, clearVariables, copyVariables, decayVariables } from "./weights.ts";

const vector = [1, -2, 0.5, 3, -0.25];
const vectors = [
  [0.1, -0.2, 0.3, 0, 1],
  [-0.5, 0.25, 0.1, 2, -1],
  [1, 1, -1, 0.5, 0.5],
];
const matrix = [1, -2, 0.5, 3, -0.25, 0.75];
const matrices = [
  [0.1, -0.2, 0.3, 0, 1, 0.4],
  [-0.5, 0.25, 0.1, 2, -1, 0.3],
  [1, 1, -1, 0.5, 0.5, -0.2],
];
const turned = (m: readonly number[]) => [0, 3, 1, 4, 2, 5].map((i) => m[i]!);

const variable = (values: readonly number[] | Float32Array, shape: readonly number[] = [values.length]) =>
  tf.tidy(() => tf.variable(tf.tensor(Float32Array.from(values), [...shape])));
const zeros = (shape: readonly number[]) =>
  variable(
    Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => 0),
    shape,
  );

const numbers = (shape: readonly number[], seed: number) => floats(shape, -1, 1, seed).data as Float32Array;

type Update = (w: tf.Variable, g: tf.Tensor, slots: readonly tf.Variable[], step: number) => void;

const lamb: Update = (w, g, [m, v], step) =>
  lambUpdate([w], [g], {
    learningRate: 0.01,
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-7,
    iterations: step - 1,
    momentums: [m!],
    velocities: [v!],
  });
const adafactor: Update = (w, g, [v, r, c], step) =>
  adafactorUpdate([w], [g], {
    rate: Math.min(0.1, 1 / Math.sqrt(step)),
    decay: 1 - step ** -0.8,
    epsilon1: 1e-30,
    epsilon2: 1e-3,
    clipThreshold: 1,
    velocities: [v!],
    rows: [r!],
    columns: [c!],
  });
const muon =
  (nesterov: boolean): Update =>
  (w, g, [m]) =>
    muonUpdate([w], [g], {
      learningRate: 0.01,
      momentum: 0.95,
      nesterov,
      steps: 5,
      factors: [3.4445, -4.775, 2.0315],
      rmsRate: 0.2,
      momentums: [m!],
    });

/** Steps by an update, from values of a shape; gives what they are then. */
function train(
  update: Update,
  shape: readonly number[],
  values: readonly number[],
  steps: readonly (readonly number[])[],
  slotShapes: readonly (readonly number[])[],
): Float32Array {
  const w = variable(values, shape);
  const slots = slotShapes.map(zeros);
  steps.forEach((g, i) => {
    tf.tidy(() => update(w, tf.tensor([...g], [...shape]), slots, i + 1));
  });
  const result = Float32Array.from(w.dataSync());
  tf.dispose([w, ...slots]);
  return result;
}

describeVariants("updates by norms", () => {
  it("of Lamb give what Keras gives", () => {
    const keras = [0.9863212704658508, -2.0074896812438965, 0.4695495367050171, 2.954571008682251, -0.2732585072517395];
    expectNear(train(lamb, [5], vector, vectors, [[5], [5]]), keras, 1e-6);
  });

  it("of Adafactor give what Keras gives for vectors, matrices and stacks of them", () => {
    const keras = [0.8352385759353638, -2.1985816955566406, 0.4636359214782715, 2.744142770767212, -0.3500743508338928];
    expectNear(train(adafactor, [5], vector, vectors, [[5], [], []]), keras, 1e-6);
    const forMatrix = [
      0.733863115310669, -2.257828950881958, 0.4455152153968811, 2.754192590713501, -0.2805354595184326,
      0.5965617895126343,
    ];
    expectNear(train(adafactor, [2, 3], matrix, matrices, [[2, 3], [2], [3]]), forMatrix, 1e-6);
    const stack = [
      [1, 2, 3],
      [1, 2],
      [1, 3],
    ];
    expectNear(train(adafactor, [1, 2, 3], matrix, matrices, stack), forMatrix, 1e-6);
  });

  it("of Muon give what Keras gives for wide and for tall matrices", () => {
    const wide = [
      0.999940812587738, -2.001178503036499, 0.4957893192768097, 2.9949734210968018, -0.2515670657157898,
      0.746089518070221,
    ];
    expectNear(train(muon(true), [2, 3], matrix, matrices, [[2, 3]]), wide, 1e-6);
    const tall = [
      0.9998496174812317, 2.9952313899993896, -2.0016822814941406, -0.25206685066223145, 0.49649980664253235,
      0.7467776536941528,
    ];
    expectNear(train(muon(false), [3, 2], turned(matrix), matrices.map(turned), [[3, 2]]), tall, 1e-6);
  });

  it("make steps of Lamb as long as the weights, however many they are", () => {
    for (const size of [1, 7, 40_003]) {
      const [w, g] = [numbers([size], 1), numbers([size], 3).map(Math.sign)];
      const before = variable(w);
      const slots = [zeros([size]), zeros([size])];
      tf.tidy(() => lamb(before, tf.tensor1d(g), slots, 1));
      // the first step of Adam has the sign of the gradient
      const length = Math.sqrt(w.reduce((sum, x) => sum + x * x, 0));
      const by = 0.01 * (length / Math.sqrt(g.reduce((sum, x) => sum + Number(x !== 0), 0)));
      expectNear(
        before.dataSync(),
        w.map((x, i) => x - by * g[i]!),
        2e-6 * (1 + length / Math.sqrt(size)),
      );
      tf.dispose([before, ...slots]);
    }
  });

  it("bring singular values near 1 by Muon, of large matrices too", () => {
    for (const shape of [
      [70, 500],
      [300, 64],
    ] as const) {
      const w = zeros(shape);
      const m = zeros(shape);
      const g = numbers(shape, 1);
      tf.tidy(() =>
        muonUpdate([w], [tf.tensor2d(g, [...shape])], {
          learningRate: 1,
          momentum: 0.9,
          nesterov: false,
          steps: 12,
          factors: [1.5, -0.5, 0],
          rmsRate: null,
          momentums: [m],
        }),
      );
      const gram = tf.tidy(() => {
        const tall = shape[0] > shape[1];
        return tf.matMul(w as tf.Tensor2D, w as tf.Tensor2D, tall, !tall).arraySync() as number[][];
      });
      gram.forEach((row, i) => {
        expectNear(
          Float32Array.from(row),
          row.map((_, j) => Number(i === j)),
          1e-3,
        );
      });
      tf.dispose([w, m]);
    }
  });

  it("refuse what is no matrix, and means of another shape", () => {
    const [w, m] = [zeros([3]), zeros([3])];
    expect(() => tf.tidy(() => muon(true)(w, tf.ones([3]), [m], 1))).toThrow(
      "Cannot update by Muon: every variable must have two axes, received [3]",
    );
    const [a, b] = [zeros([2, 3]), zeros([2, 3])];
    expect(() => tf.tidy(() => adafactor(a, tf.ones([2, 3]), [b, m, m], 1))).toThrow(
      "Cannot update by Adafactor: every tensor must be float32 of the shape of its variable, [2], received float32 [3]",
    );
    tf.dispose([w, m, a, b]);
  });
});

describeVariants("gradients", () => {
  it("are clipped by their norms, one by one", () => {
    const results = tf.tidy(() =>
      clipTensors([tf.tensor1d([3, 4]), tf.tensor2d([[0.6, 0.8]]), tf.zeros([0]), tf.scalar(-3)], { norm: 2.5 }).map(
        (tensor) => [...tensor.dataSync()],
      ),
    );
    expect(results).toEqual([[1.5, 2], [Math.fround(0.6), Math.fround(0.8)], [], [-2.5]]);
  });

  it("are clipped by the norm of all", () => {
    const clip = (...values: number[][]) =>
      tf.tidy(() =>
        clipTensors(
          values.map((list) => tf.tensor1d(list)),
          { globalNorm: 2.5 },
        ).map((tensor) => [...tensor.dataSync()]),
      );
    expect(clip([3], [4, 0])).toEqual([[1.5], [2, 0]]);
    expect(clip([3], [Number.POSITIVE_INFINITY])).toEqual([[Number.NaN], [Number.NaN]]);
    expect(clip([0], [0, -0])).toEqual([[0], [0, -0]]);
  });

  it("are clipped by value, NaN excepted", () => {
    const values = [-3, -1, 0, 2, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    const [clipped] = tf.tidy(() =>
      clipTensors([tf.tensor1d(values)], { value: 1.5 }).map((tensor) => [...tensor.dataSync()]),
    );
    expect(clipped).toEqual([-1.5, -1, 0, 1.5, Number.NaN, 1.5, -1.5]);
  });

  it("have the norm that they should, however many they are", () => {
    for (const size of [3, 40_003]) {
      const data = numbers([size], 1);
      const norm = Math.sqrt(data.reduce((sum, x) => sum + x * x, 0));
      for (const clip of [{ norm: norm / 2 }, { globalNorm: norm / 2 }]) {
        const clipped = tf.tidy(() => clipTensors([tf.tensor1d(data)], clip)[0]!.dataSync());
        expectNear(
          clipped,
          data.map((x) => x / 2),
          1e-6,
        );
      }
    }
  });

  it("are known to be finite, or not", () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minus } = Number;
    for (const size of [1, 2, 3, 4, 5, 17, 40_003]) {
      for (const odd of [nan, infinity, minus, 3.4e38, -0]) {
        for (const at of [0, size >> 1, size - 1]) {
          const values = Float32Array.from({ length: size }, (_, i) => (i === at ? odd : 1e38));
          const found = tf.tidy(() => areFinite([tf.zeros([0]), tf.tensor1d(values), tf.scalar(1)]));
          expect(found).toBe(Number.isFinite(odd));
        }
      }
    }
    expect(areFinite([])).toBe(true);
  });

  it("are added up and divided", () => {
    const sum = variable([1, 2, 3]);
    tf.tidy(() => addTensors([sum], [tf.tensor1d([4, 5, 6])]));
    expect([...sum.dataSync()]).toEqual([5, 7, 9]);
    const [mean] = tf.tidy(() => divideTensors([sum], 3).map((tensor) => [...tensor.dataSync()]));
    expect(mean).toEqual([5 / 3, 7 / 3, 3].map(Math.fround));
    expect([...sum.dataSync()]).toEqual([5, 7, 9]);
    clearVariables([sum]);
    expect([...sum.dataSync()]).toEqual([0, 0, 0]);
    sum.dispose();
  });
});

describeVariants("weights", () => {
  it("decay, each by its share", () => {
    const weights = [variable([4, -8, 2, 1, 3]), variable([1]), zeros([0])];
    decayVariables(weights, [0.5, 2, 1], 0.25);
    expect(weights.map((w) => [...w.dataSync()])).toEqual([[3.5, -7, 1.75, 0.875, 2.625], [0.5], []]);
    tf.dispose(weights);
  });

  it("are averaged and take their averages' values, which stay apart", () => {
    const before = tf.memory().numTensors;
    const [average, w] = [variable([0, 4, 8]), variable([4, 8, -8])];
    averageVariables([average], [w], 0.75, 1);
    expect([...average.dataSync()]).toEqual([1, 5, 4]);
    expect([...w.dataSync()]).toEqual([4, 8, -8]);
    copyVariables([w], [average]);
    decayVariables([average], [1], 1);
    expect([...w.dataSync()]).toEqual([1, 5, 4]);
    expect([...average.dataSync()]).toEqual([0, 0, 0]);
    averageVariables([average], [w], 0.75, 0);
    expect([...average.dataSync()]).toEqual([1, 5, 4]); // the first are the weights themselves
    tf.dispose([average, w]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
