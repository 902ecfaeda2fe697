import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear, floats } from "../../../testing/compare.ts";
import { describeVariants } from "../../../testing/variants.ts";
import { adamUpdate } from "./adam.ts";
import { rmspropUpdate } from "./rmsprop.ts";
import { sgdUpdate } from "./sgd.ts";

const start = [1, -2, 0.5, 3, -0.25];
const gradients = [
  [0.1, -0.2, 0.3, 0, 1],
  [-0.5, 0.25, 0.1, 2, -1],
  [1, 1, -1, 0.5, 0.5],
];
const variable = (values: readonly number[]) => tf.tidy(() => tf.variable(tf.tensor1d([...values])));
const slot = (size: number) => variable(new Array<number>(size).fill(0));

type Update = (w: tf.Variable, g: tf.Tensor, slots: readonly tf.Variable[], step: number) => void;

const updates: Record<string, Update> = {
  sgd: (w, g) => sgdUpdate([w], [g], { learningRate: 0.1 }),
  momentum: (w, g, [v]) => sgdUpdate([w], [g], { learningRate: 0.1, momentum: 0.9, velocities: [v!] }),
  nesterov: (w, g, [v]) => sgdUpdate([w], [g], { learningRate: 0.1, momentum: 0.9, nesterov: true, velocities: [v!] }),
  adam: (w, g, [m, v], step) =>
    adamUpdate([w], [g], {
      learningRate: 0.01,
      beta1: 0.9,
      beta2: 0.999,
      epsilon: 1e-7,
      iterations: step - 1,
      momentums: [m!],
      velocities: [v!],
    }),
  rmsprop: (w, g, [v]) => rmspropUpdate([w], [g], { learningRate: 0.01, rho: 0.9, epsilon: 1e-7, velocities: [v!] }),
  "rmsprop momentum": (w, g, [v, b]) =>
    rmspropUpdate([w], [g], {
      learningRate: 0.01,
      rho: 0.9,
      momentum: 0.9,
      epsilon: 1e-7,
      velocities: [v!],
      momenta: [b!],
    }),
  "rmsprop centered": (w, g, [v, b, a]) =>
    rmspropUpdate([w], [g], {
      learningRate: 0.01,
      rho: 0.9,
      momentum: 0.5,
      epsilon: 1e-7,
      velocities: [v!],
      momenta: [b!],
      averages: [a!],
    }),
};

/** What `start` is after the three gradients, by Keras 3.15.1 with the same options. */
const keras: Record<string, number[]> = {
  sgd: [0.9399999380111694, -2.1050000190734863, 0.5600000023841858, 2.75, -0.30000001192092896],
  momentum: [0.9679000377655029, -2.0933001041412354, 0.49970000982284546, 2.569999933242798, -0.38099998235702515],
  nesterov: [0.9111099243164062, -2.1889700889587402, 0.5597299933433533, 2.36299991607666, -0.4178999960422516],
  adam: [0.9923924803733826, -1.998095154762268, 0.48535260558128357, 2.9854283332824707, -0.2612208425998688],
  rmsprop: [0.9709697961807251, -2.0238749980926514, 0.48829689621925354, 2.9603188037872314, -0.26997506618499756],
  "rmsprop momentum": [
    0.9448591470718384, -1.9924713373184204, 0.4247877299785614, 2.9318583011627197, -0.30340254306793213,
  ],
  "rmsprop centered": [
    0.960914134979248, -2.0115609169006348, 0.45565471053123474, 2.941323757171631, -0.28525444865226746,
  ],
};

/** `values` after `steps`, by an update. */
function train(update: Update, values: readonly number[], steps: readonly (readonly number[])[]): Float32Array {
  const w = variable(values);
  const slots = [slot(values.length), slot(values.length), slot(values.length)];
  steps.forEach((g, i) => {
    tf.tidy(() => update(w, tf.tensor1d([...g]), slots, i + 1));
  });
  const result = w.dataSync() as Float32Array;
  tf.dispose([w, ...slots]);
  return result.slice();
}

describeVariants("in-place updates", () => {
  for (const [name, update] of Object.entries(updates)) {
    it(`of ${name} give what Keras gives, and leave no tensors`, () => {
      const before = tf.memory().numTensors;
      expectNear(train(update, start, gradients), keras[name]!, 5e-7);
      expect(tf.memory().numTensors).toBe(before);
    });

    it(`of ${name} treat each element alike, whatever the size`, () => {
      for (let size = 0; size <= 17; size++) {
        const values = Array.from({ length: size }, (_, i) => start[i % 5]!);
        const steps = gradients.map((g) => values.map((_, i) => g[i % 5]!));
        const expected = values.map((_, i) => keras[name]![i % 5]!);
        expectNear(train(update, values, steps), expected, 5e-7);
      }
    });
  }

  it("update all variables of a list", () => {
    const variables = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor2d([[3]])), tf.variable(tf.scalar(4))];
    sgdUpdate(variables, [tf.tensor1d([1, 1]), tf.tensor2d([[2]]), tf.scalar(4)], { learningRate: 0.5 });
    expect(variables.map((v) => [...v.dataSync()])).toEqual([[0.5, 1.5], [2], [2]]);
    tf.dispose(variables);
  });

  it("leave clones and views of a variable as they were", () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const [clone, view] = [tf.clone(w), tf.reshape(w, [2, 1])];
    for (let i = 0; i < 2; i++) sgdUpdate([w], [tf.tensor1d([1, 1])], { learningRate: 1 });
    expect([...w.dataSync()]).toEqual([-1, 0]);
    expect([...clone.dataSync()]).toEqual([1, 2]);
    expect([...view.dataSync()]).toEqual([1, 2]);
    tf.dispose([w, clone, view]);
  });

  it("are seen by convolutions that packed the old values", () => {
    const x = tf.ones([1, 3, 3, 2]) as tf.Tensor4D;
    const filter = tf.variable(tf.ones([2, 2, 2, 1]) as tf.Tensor4D);
    const sums = () => [...tf.depthwiseConv2d(x, filter, 1, "valid").dataSync()];
    for (const sum of [4, 3, 2, 1]) {
      expect(sums()).toEqual(Array(8).fill(sum));
      sgdUpdate([filter], [tf.ones([2, 2, 2, 1])], { learningRate: 0.25 });
    }
  });
  it("follow a large variable through many steps", () => {
    const { data } = floats([5001]);
    const w = tf.variable(tf.tensor1d(data));
    for (let i = 0; i < 10; i++) tf.tidy(() => sgdUpdate([w], [tf.mul(w, 1)], { learningRate: 0.1 }));
    expectNear(
      w.dataSync(),
      data.map((x) => x * 0.9 ** 10),
      2e-6,
    );
    w.dispose();
  });

  it("refuse lists and shapes that do not fit", () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    expect(() => sgdUpdate([w], [], { learningRate: 1 })).toThrow(
      "Cannot update by gradient descent: there must be 1 tensors, one a variable, received 0",
    );
    expect(() => sgdUpdate([w], [tf.zeros([3])], { learningRate: 1 })).toThrow(
      "Cannot update by gradient descent: every tensor must be float32 of the shape of its variable, [2], received float32 [3]",
    );
    w.dispose();
  });
});
