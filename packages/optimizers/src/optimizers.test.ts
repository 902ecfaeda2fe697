import { type Config, clearSession, memory, NDArray, type Optimizer, Variable } from "@hornbeam/core";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { deserialize, serialize } from "./get.ts";
import * as optimizers from "./optimizers.ts";
import { CosineDecay } from "./schedules/cosine-decay.ts";

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
