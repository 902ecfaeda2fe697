import { memory, NDArray, type Optimizer, tidy, toTensor, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import * as optimizers from "./optimizers.ts";
import type { SGD } from "./sgd.ts";

type Name = Exclude<keyof typeof optimizers, "LossScaleOptimizer" | "MultiOptimizer" | "OptimizerMap">;
type AnyOptimizer = typeof SGD; // one of them stands for all

const classes = new Map<string, unknown>(Object.entries(optimizers));

/** Whether the kernel rounds where the formula does: others use fused multiply-add, or sum in another order. */
type Case = readonly [name: Name, options: object, equal: "same" | "close"];

const cases: readonly Case[] = [
  ["SGD", {}, "close"],
  ["SGD", { momentum: 0.9 }, "close"],
  ["SGD", { momentum: 0.9, nesterov: true }, "close"],
  ["Adam", {}, "close"],
  ["Adam", { amsgrad: true, learningRate: 0.1 }, "close"],
  ["AdamW", { weightDecay: 0.1 }, "close"],
  ["RMSprop", {}, "close"],
  ["RMSprop", { momentum: 0.9 }, "close"],
  ["RMSprop", { centered: true, momentum: 0.5 }, "close"],
  ["Adagrad", { learningRate: 0.1 }, "same"],
  ["Adadelta", { learningRate: 10 }, "same"],
  ["Adamax", { learningRate: 0.1 }, "same"],
  ["Nadam", { learningRate: 0.1 }, "same"],
  ["Lion", { learningRate: 0.1 }, "same"],
  ["Ftrl", { learningRate: 0.1, l1RegularizationStrength: 0.01, beta: 0.1 }, "close"],
  ["Ftrl", { learningRate: 0.1, learningRatePower: -0.3, l2ShrinkageRegularizationStrength: 0.1 }, "close"],
  ["Ftrl", { learningRate: 0.1, learningRatePower: 0 }, "same"],
  ["ScheduleFreeAdamW", { learningRate: 0.1, warmupSteps: 3 }, "same"],
  ["Lamb", { learningRate: 0.1 }, "close"],
  ["Adafactor", { learningRate: 0.3 }, "close"],
  ["Muon", { learningRate: 0.1 }, "close"],
  ["Muon", { learningRate: 0.1, nesterov: false, rmsRate: null, excludeLayers: ["w3"] }, "close"],
];

const shapes: readonly (readonly number[])[] = [
  ...Array.from({ length: 18 }, (_, size) => [size]),
  [],
  [3, 5],
  [7, 2],
  [17, 19],
  [1, 4],
  [0, 3],
  [2, 3, 4],
  [2, 1, 3, 5],
];

const values = (shape: readonly number[], of: (i: number) => number): NDArray => {
  const size = shape.reduce((a, b) => a * b, 1);
  return new NDArray(
    Float32Array.from({ length: size }, (_, i) => of(i)),
    shape,
    "float32",
  );
};
const variables = (): Variable[] =>
  shapes.map((shape, n) => {
    const initializer = values(shape, (i) => Math.sin(i + n));
    return new Variable({ name: `w${n}`, shape, initializer });
  });

/** What an optimizer makes of the weights and of its own state in some steps. */
function train(optimizer: Optimizer, weights: readonly Variable[], steps = 4): NDArray[] {
  for (let step = 1; step <= steps; step++) {
    const gradients = weights.map(({ shape }) => toTensor(values(shape, (i) => Math.cos(i * step) * step)));
    optimizer.apply(gradients, weights);
    for (const gradient of gradients) gradient.dispose();
  }
  const end = [...weights, ...optimizer.variables].map((variable) => variable.numpy());
  for (const variable of weights) variable[Symbol.dispose]();
  optimizer[Symbol.dispose]();
  return end;
}

describe.each(cases)("%s with %o", (name, options, equal) => {
  const Class = classes.get(name) as AnyOptimizer;
  // a sub-class with a step of its own is left to it
  class Composed extends Class {
    override updateStep(...step: Parameters<SGD["updateStep"]>): void {
      super.updateStep(...step);
    }
  }

  it("takes the same steps by its kernels as by its formula, whatever the shapes", () => {
    const before = memory().numTensors;
    const [fused, composed] = [train(new Class(options), variables()), train(new Composed(options), variables())];
    fused.forEach((values, i) => {
      if (equal === "same") expect(values.data).toEqual(composed[i]!.data);
      else expect(values).toBeClose(composed[i]!, { atol: 2e-6, rtol: 2e-5 });
    });
    expect(memory().numTensors).toBe(before);
  });

  it("takes NaN and infinities where the formula takes them", () => {
    const odd = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, -0, 1e30, 1e-30, 2, 3];
    const ends = [new Class(options), new Composed(options)].map((optimizer) =>
      tidy(() => {
        const weight = new Variable({ name: "w", shape: [9], initializer: values([9], () => 1) });
        optimizer.apply([toTensor(odd)], [weight]);
        const end = [...(weight.numpy().data as Float32Array)];
        weight[Symbol.dispose]();
        optimizer[Symbol.dispose]();
        return end.map((x) => (Number.isFinite(x) ? "finite" : String(x)));
      }),
    );
    expect(ends[0]).toEqual(ends[1]);
  });
});

describe("an optimizer's kernel", () => {
  it("does not change a tensor that shares its values with a weight", () => {
    const weight = new Variable({ name: "w", shape: [2], initializer: NDArray.from([0, 1]) });
    const copy = toTensor([7, 8]);
    weight.assign(copy);
    new optimizers.Adam({ learningRate: 1 }).apply([[1, 1]], [weight]);
    expect(copy).toBeClose([7, 8]);
    expect(weight).toBeClose([6, 7]);
  });
});
