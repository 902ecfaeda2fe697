import { NDArray, nameScope, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Adam } from "./adam.ts";
import { deserialize, serialize } from "./get.ts";
import { LossScaleOptimizer } from "./loss-scale-optimizer.ts";
import { MultiOptimizer } from "./multi-optimizer.ts";
import { OptimizerMap } from "./optimizer-map.ts";
import { SGD } from "./sgd.ts";

const variable = (scope: string) =>
  nameScope(scope, () => new Variable({ name: "kernel", shape: [1], initializer: NDArray.from([1]) }));

describe("MultiOptimizer", () => {
  it("leaves each variable to its own optimizer", () => {
    const [a, b] = [variable("dense"), variable("out")];
    const [adam, sgd] = [new Adam({ learningRate: 0.1 }), new SGD({ learningRate: 0.5 })];
    const optimizerMap = new OptimizerMap({ defaultOptimizer: adam, optimizerMap: { "out/.*": sgd } });
    const optimizer = new MultiOptimizer({ optimizerMap, name: "multi" });
    optimizer.apply([[2], [2]], [a, b]);
    expect(a).toBeClose([0.9]);
    expect(b).toBeClose([0]);
    expect(Number(optimizer.iterations.numpy().item())).toBe(1);
    expect(optimizer.optimizers).toEqual([sgd, adam]);
    expect(optimizer.variables.map(({ name }) => name)).toEqual([
      "iteration",
      "learning_rate",
      "iteration",
      "learning_rate",
      "iteration",
      "learning_rate",
      "dense_kernel_momentum",
      "dense_kernel_velocity",
    ]);
  });
  it("takes a function of the variable, and scales gradients for all", () => {
    const [a, b] = [variable("dense"), variable("out")];
    const [first, second] = [new SGD({ learningRate: 1 }), new SGD({ learningRate: 2 })];
    const optimizerMap = ({ path }: Variable) => (path.startsWith("out") ? second : first);
    const optimizer = new MultiOptimizer({ optimizerMap, lossScaleFactor: 4 });
    optimizer.apply([[4], [4]], [a, b]);
    expect([a.numpy().data[0], b.numpy().data[0]]).toEqual([0, -1]);
    optimizer.lossScaleFactor = 2;
    expect([first.lossScaleFactor, second.lossScaleFactor]).toEqual([2, 2]);
  });
  it("survives a round trip with all that it holds", () => {
    const optimizerMap = new OptimizerMap({ defaultOptimizer: new Adam(), optimizerMap: { "out/.*": new SGD() } });
    const written = serialize(new MultiOptimizer({ optimizerMap, lossScaleFactor: 8, name: "multi" }));
    expect(serialize(deserialize(JSON.parse(JSON.stringify(written))))).toEqual(written);
  });
  it("has no learning rate of its own", () => {
    const optimizer = new MultiOptimizer({ optimizerMap: () => new SGD(), name: "multi" });
    const text =
      'the learning rate of MultiOptimizer "multi": each of its optimizers has its own\nSee its `optimizers`.';
    expect(() => optimizer.learningRate).toThrow(`Cannot read ${text}`);
    expect(() => {
      optimizer.learningRate = 1;
    }).toThrow(`Cannot set ${text}`);
  });
  it("refuses what makes no steps of its own", () => {
    const inner = new LossScaleOptimizer({ innerOptimizer: new SGD(), name: "scaled" });
    const optimizer = new MultiOptimizer({ optimizerMap: () => inner, name: "multi" });
    expect(() => optimizer.build([variable("dense")])).toThrow(
      'Cannot build MultiOptimizer "multi": variable "dense/kernel" must have an optimizer that makes steps of its own, received LossScaleOptimizer "scaled"',
    );
  });
});

describe("OptimizerMap", () => {
  it("finds the one whose expression is the whole path, or the default", () => {
    const [adam, sgd] = [new Adam(), new SGD()];
    const map = new OptimizerMap({ defaultOptimizer: adam, optimizerMap: { "dense/.*": sgd } });
    expect([map.get("dense/kernel"), map.get("my_dense/kernel")]).toEqual([sgd, adam]);
    expect(map(variable("dense"))).toBe(sgd);
  });
  it("refuses to choose between several", () => {
    const optimizerMap = { "dense/.*": new SGD(), ".*/kernel": new SGD() };
    const map = new OptimizerMap({ defaultOptimizer: new Adam(), optimizerMap });
    expect(() => map.get("dense/kernel")).toThrow(
      'Cannot find the optimizer of variable "dense/kernel": one pattern at most must fit its path, received ["dense/.*", ".*/kernel"]',
    );
  });
});
