import { type Config, clearSession, memory, NDArray, Optimizer, type Tensor, toTensor, Variable } from "@hornbeam/core";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { deserialize, serialize } from "./get.ts";
import * as optimizers from "./optimizers.ts";
import { CosineDecay } from "./schedules/cosine-decay.ts";
import type { SGD } from "./sgd.ts";

type Options = Record<string, unknown>;
type AnyOptimizer = new (options?: Options) => Optimizer;

const wrappers = ["LossScaleOptimizer", "MultiOptimizer", "OptimizerMap"];
const classes = Object.entries<unknown>(optimizers).filter(([name]) => !wrappers.includes(name)) as [
  string,
  AnyOptimizer,
][];

/** A convex bowl: the gradient of Σ(w - 3)². */
function gradientsOf(weights: readonly Variable[]): number[][] {
  return weights.map((weight) => [...(weight.numpy().data as Float32Array)].map((value) => 2 * (value - 3)));
}
function weights(): Variable[] {
  const make = (name: string, initializer: NDArray) => new Variable({ name, shape: initializer.shape, initializer });
  return [make("kernel", NDArray.from([0, 1])), make("bias", NDArray.from([5]))];
}
const distance = (list: readonly Variable[]) =>
  gradientsOf(list)
    .flat()
    .reduce((sum, g) => sum + g * g, 0);

describe.each(classes)("%s", (name, Class) => {
  beforeEach(() => clearSession());

  it("goes down a bowl", () => {
    const list = weights();
    const before = distance(list);
    const optimizer = new Class({ learningRate: name === "Adadelta" ? 100 : 0.1 });
    for (let step = 0; step < 20; step++) optimizer.apply(gradientsOf(list), list);
    expect(distance(list)).toBeLessThan(0.7 * before);
  });
  it("survives a round trip through its config, a schedule included", () => {
    for (const options of [{}, { learningRate: new CosineDecay({ initialLearningRate: 0.1, decaySteps: 10 }) }]) {
      const written = JSON.parse(JSON.stringify(serialize(new Class(options)))) as { config: Config };
      expect(serialize(deserialize(written))).toEqual(written);
      expect(Object.keys(written.config).slice(0, 3)).toEqual(["name", "learning_rate", "weight_decay"]);
    }
  });
  it("goes on where a saved state left off", () => {
    const [first, second] = [weights(), weights()];
    const [one, other] = [new Class(), new Class()];
    for (let step = 0; step < 2; step++) one.apply(gradientsOf(first), first);
    other.build(second);
    other.loadOwnVariables(one.saveOwnVariables());
    second.forEach((weight, i) => {
      weight.assign(first[i]!.numpy());
    });
    one.apply(gradientsOf(first), first);
    other.apply(gradientsOf(second), second);
    second.forEach((weight, i) => {
      expect(weight).toBeClose(first[i]!);
    });
  });
  it("leaves no tensor behind but its state, which it frees", () => {
    const list = weights();
    const start = memory().numTensors + list.length;
    const optimizer = new Class();
    for (let step = 0; step < 2; step++) optimizer.apply([[1, 2], [3]], list);
    const before = memory().numTensors;
    for (let step = 0; step < 2; step++) optimizer.apply([[1, 2], [3]], list);
    expect(memory().numTensors).toBe(before);
    optimizer[Symbol.dispose]();
    expect(memory().numTensors).toBe(start);
  });
  it("refuses an option that it does not have", () => {
    expect(() => new Class({ learningRat: 1 })).toThrow(
      `Cannot create ${name}: unknown option \`learningRat\`\nDid you mean \`learningRate\`?`,
    );
  });
});

const kernels = { Adam: optimizers.Adam, RMSprop: optimizers.RMSprop, SGD: optimizers.SGD };

/** Steps of the composed form, which the kernels' form must equal. */
describe.each([
  ["SGD", {}],
  ["SGD", { momentum: 0.9 }],
  ["SGD", { momentum: 0.9, nesterov: true }],
  ["Adam", {}],
  ["RMSprop", {}],
  ["RMSprop", { momentum: 0.9 }],
  ["RMSprop", { centered: true, momentum: 0.5 }],
] as const)("%s with %o", (name, options) => {
  it("takes the same steps by its kernel as by its formula", () => {
    const Class = kernels[name] as typeof SGD; // one of them stands for all
    class Composed extends Class {
      protected override updateAll(gradients: readonly Tensor[], variables: readonly Variable[], rate: number): void {
        Optimizer.prototype["updateAll"].call(this, gradients, variables, rate);
      }
    }
    for (const size of [1, 3, 4, 17]) {
      const values = NDArray.from(Array.from({ length: size }, (_, i) => Math.sin(i + 1)));
      const [fused, composed] = [0, 1].map(() => new Variable({ name: "w", shape: [size], initializer: values }));
      const [one, other] = [new Class(options), new Composed(options)];
      for (let step = 0; step < 4; step++) {
        const gradient = toTensor(Array.from({ length: size }, (_, i) => Math.cos(i * (step + 1))));
        one.apply([gradient], [fused!]);
        other.apply([gradient], [composed!]);
        gradient.dispose();
      }
      expect(fused).toBeClose(composed!, { atol: 1e-6 });
      one.variables.forEach((variable, i) => {
        expect(variable).toBeClose(other.variables[i]!, { atol: 1e-6 });
      });
    }
  });
});

describe("an optimizer's kernel", () => {
  it("does not change a tensor that shares its values with a weight", () => {
    const [weight] = weights();
    const copy = toTensor([7, 8]);
    weight!.assign(copy);
    new optimizers.Adam({ learningRate: 1 }).apply([[1, 1]], [weight!]);
    expect(copy).toBeClose([7, 8]);
    expect(weight).toBeClose([6, 7]);
  });
});
