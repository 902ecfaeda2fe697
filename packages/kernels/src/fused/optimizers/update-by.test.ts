import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { expectNear } from "../../../testing/compare.ts";
import { describeVariants } from "../../../testing/variants.ts";
import { correctedRate, stepPower } from "./bias-correction.ts";
import { updateBy } from "./update-by.ts";

const start = [1, -2, 0.5, 3, -0.25];
const gradients = [
  [0.1, -0.2, 0.3, 0, 1],
  [-0.5, 0.25, 0.1, 2, -1],
  [1, 1, -1, 0.5, 0.5],
];

interface Rule {
  readonly update: (w: tf.Variable[], g: tf.Tensor[], slots: readonly tf.Variable[][], step: number) => void;
  /** What the slots start from. */
  readonly slots: readonly number[];
  /** What `start` is after the three gradients, by Keras 3.15.1 with the same options. */
  readonly keras: readonly number[];
}

const epsilon = 1e-7;
const share = (step: number) => 0.9 * (1 - 0.5 * 0.96 ** step);
const shares = (step: number) => Array.from({ length: step }, (_, i) => share(i + 1)).reduce((a, b) => a * b, 1);

const rules: Record<string, Rule> = {
  "Adam with the largest velocities": {
    update: (w, g, [m, v, largest], step) =>
      updateBy(
        "adam",
        w,
        g,
        { rate: correctedRate(0.01, 0.9, 0.999, step - 1), rest1: 0.1, rest2: 0.001, epsilon },
        { m: m!, v: v!, largest },
      ),
    slots: [0, 0, 0],
    keras: [0.9923924803733826, -1.998095154762268, 0.48535260558128357, 2.9854283332824707, -0.2612208425998688],
  },
  Adagrad: {
    update: (w, g, [sums]) => updateBy("adagrad", w, g, { rate: 0.1, epsilon }, { sums: sums! }),
    slots: [0.1],
    keras: [0.967432975769043, -2.0932955741882324, 0.5001016855239868, 2.877253770828247, -0.3089560866355896],
  },
  Adadelta: {
    update: (w, g, [a, b]) =>
      updateBy("adadelta", w, g, { rate: 1, rho: 0.95, rest: 0.05, epsilon }, { gradients: a!, steps: b! }),
    slots: [0, 0],
    keras: [0.9980549216270447, -2.002577781677246, 0.49992847442626953, 2.998088836669922, -0.2508231997489929],
  },
  Adamax: {
    update: (w, g, [m, norm], step) =>
      updateBy(
        "adamax",
        w,
        g,
        { rate: 0.01, rest1: 0.1, beta2: 0.999, epsilon, complement: tf.sub<tf.Tensor>(1, stepPower(0.9, step - 1)) },
        { m: m!, norm: norm! },
      ),
    slots: [0, 0],
    keras: [0.991987407207489, -1.9953961372375488, 0.4859635531902313, 2.9904890060424805, -0.26098811626434326],
  },
  Nadam: {
    update: (w, g, [m, v], step) =>
      updateBy(
        "nadam",
        w,
        g,
        {
          rate: 0.01,
          rest1: 0.1,
          rest2: 0.001,
          epsilon,
          complement2: tf.sub<tf.Tensor>(1, stepPower(0.999, step - 1)),
          next: share(step + 1),
          nextBy: 1 - shares(step + 1),
          now: 1 - share(step),
          nowBy: 1 - shares(step),
        },
        { m: m!, v: v! },
      ),
    slots: [0, 0],
    keras: [0.990041971206665, -2.0071358680725098, 0.4953424632549286, 2.986358165740967, -0.25741860270500183],
  },
  Lion: {
    update: (w, g, [m]) =>
      updateBy("lion", w, g, { rate: 0.01, beta1: 0.9, rest1: 0.1, beta2: 0.99, rest2: 0.01 }, { m: m! }),
    slots: [0],
    keras: [0.9900000095367432, -2.009999990463257, 0.49000000953674316, 2.9800000190734863, -0.25999999046325684],
  },
  Ftrl: {
    update: (w, g, [sums, linear]) =>
      updateBy(
        "ftrl",
        w,
        g,
        { rate: 0.1, power: 0.5, l1: 0.01, l2: 0.04, shrinkage: 0.06 },
        { sums: sums!, linear: linear! },
      ),
    slots: [0.1, 0],
    keras: [
      -0.00396830216050148, -0.36070382595062256, 0.12653806805610657, -0.17500069737434387, -0.22841468453407288,
    ],
  },
  "Ftrl with another power": {
    update: (w, g, [sums, linear]) =>
      updateBy("ftrl", w, g, { rate: 0.1, power: 0.3, l1: 0, l2: 0, shrinkage: 0 }, { sums: sums!, linear: linear! }),
    slots: [0.1, 0],
    keras: [
      -0.014457402750849724, -0.29093870520591736, 0.11667303740978241, -0.16314487159252167, -0.1840658038854599,
    ],
  },
};

/** `values` after the gradients, by a rule, two variables at a time. */
function train({ update, slots }: Rule, values: readonly number[]): Float32Array[] {
  const make = (list: readonly number[]) => tf.tidy(() => tf.variable(tf.tensor1d([...list])));
  const weights = [make(values), make([...values].reverse())];
  const beside = slots.map((first) => weights.map(() => make(values.map(() => first))));
  gradients.forEach((g, i) => {
    const given = values.map((_, j) => g[j % 5]!);
    tf.tidy(() => update(weights, [tf.tensor1d(given), tf.tensor1d([...given].reverse())], beside, i + 1));
  });
  const results = weights.map((w) => Float32Array.from(w.dataSync()));
  tf.dispose([...weights, ...beside.flat()]);
  return results;
}

describeVariants("updates by rules", () => {
  for (const [name, rule] of Object.entries(rules)) {
    it(`of ${name} give what Keras gives, whatever the size, and leave no tensors`, () => {
      const before = tf.memory().numTensors;
      for (let size = 0; size <= 17; size++) {
        const [one, other] = train(
          rule,
          Array.from({ length: size }, (_, i) => start[i % 5]!),
        );
        const expected = Array.from({ length: size }, (_, i) => rule.keras[i % 5]!);
        expectNear(one!, expected, 1e-6);
        expectNear(other!, expected.reverse(), 1e-6);
      }
      expect(tf.memory().numTensors).toBe(before);
    });
  }

  it("take powers to the last places", () => {
    // for w = -1 and a rate of 1 linear becomes g + (g²)^p
    for (const [g, p] of [
      [2, 0.3],
      [1e-10, 0.3],
      [1e15, 0.9],
      [4, 3],
      [1, 0.123],
      [30, 1],
    ] as const) {
      const [w, sums, linear] = [-1, 0, 0].map((value) => tf.tidy(() => tf.variable(tf.scalar(value))));
      const numbers = { rate: 1, power: p, l1: 0, l2: 0, shrinkage: 0 };
      tf.tidy(() => updateBy("ftrl", [w!], [tf.scalar(g)], numbers, { sums: [sums!], linear: [linear!] }));
      const expected = Math.fround(g) + Math.fround(Math.fround(g) ** 2) ** Math.fround(p);
      expect(Math.abs(linear!.dataSync()[0]! / expected - 1)).toBeLessThan(1.5e-7);
      tf.dispose([w!, sums!, linear!]);
    }
  });

  it("refuse lists and types that do not fit", () => {
    const w = tf.variable(tf.tensor1d([1, 2]));
    const numbers = { rate: 1, epsilon: 0 };
    expect(() => updateBy("adagrad", [w], [tf.ones([2])], numbers, { sums: [] })).toThrow(
      "Cannot update by Adagrad: there must be 1 tensors, one a variable, received 0",
    );
    expect(() => updateBy("adagrad", [w], [tf.ones([2], "int32")], numbers, { sums: [w] })).toThrow(
      "Cannot update by Adagrad: every tensor must be float32 of the shape of its variable, [2], received int32 [2]",
    );
    w.dispose();
  });
});
