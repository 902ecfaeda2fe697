import { mul, sub, type Tensor, tensor } from "@hornbeam/kernels/tfjs";
import { beforeEach, describe, expect, expectTypeOf, it, vi } from "@hornbeam/testing";
import { NDArray } from "../array/nd-array.ts";
import { StateError } from "../errors.ts";
import { nameScope } from "../names/name-scope.ts";
import type { Constraint } from "../objects/constraint.ts";
import { LearningRateSchedule } from "../objects/schedule.ts";
import { fraction } from "../options/kinds.ts";
import { clearSession } from "../session.ts";
import { memory, Variable } from "../tensor/variable.ts";
import { defineOptimizer } from "./define-optimizer.ts";
import { Optimizer } from "./optimizer.ts";

class Plain extends Optimizer {
  override readonly slots = [];
  override updateStep(gradient: Tensor, weight: Variable, learningRate: Tensor): void {
    weight.assignSub(mul(gradient, learningRate));
  }
}
class Momentum extends defineOptimizer("Momentum", { momentum: fraction(0.5) }) {
  override readonly slots = ["velocity"];
  override updateStep(gradient: Tensor, weight: Variable, rate: Tensor, { velocity }: { velocity: Variable }): void {
    velocity.assign(sub(mul(velocity.value, this.momentum), mul(gradient, rate)));
    weight.assignAdd(velocity);
  }
}
class Halving extends LearningRateSchedule {
  override call(step: number): number {
    return 0.5 ** step;
  }
}

function weight(value: number[], name = "kernel", constraint: Constraint | null = null): Variable {
  const initializer = NDArray.from(value);
  return nameScope("dense", () => new Variable({ name, shape: [value.length], initializer, constraint }));
}

describe("Optimizer", () => {
  beforeEach(() => clearSession());

  it("takes steps by what a sub-class says of one weight", () => {
    const w = weight([1, 2]);
    const optimizer = new Momentum({ learningRate: 0.5 });
    optimizer.apply([[1, 2]], [w]);
    expect(w).toBeClose([0.5, 1]);
    optimizer.apply([[1, 2]]); // velocity: half of the last step, and the next
    expect(w).toBeClose([-0.25, -0.5]);
    optimizer.applyGradients([[tensor([0, 0]), w]]);
    expect(w).toBeClose([-0.625, -1.25]);
    expect(Number(optimizer.iterations.numpy().item())).toBe(3);
  });
  it("may say nothing of slots in JavaScript", () => {
    const weight = new Variable({ name: "w", shape: [1], initializer: NDArray.from([3]) });
    const optimizer = new Plain({ learningRate: 0.5 });
    Object.defineProperty(optimizer, "slots", { value: undefined });
    optimizer.apply([[2]], [weight]);
    expect(weight).toBeClose([2]);
    for (const each of [weight, optimizer]) each[Symbol.dispose]();
  });

  it("names and orders its variables as Keras does", () => {
    const optimizer = new Momentum({ useEma: true, gradientAccumulationSteps: 2 });
    optimizer.build([weight([1]), weight([1], "bias")]);
    expect(optimizer.variables.map(({ path }) => path)).toEqual([
      "momentum/iteration",
      "momentum/learning_rate",
      "momentum/dense_kernel_average",
      "momentum/dense_bias_average",
      "momentum/dense_kernel_gradient_accumulator",
      "momentum/dense_bias_gradient_accumulator",
      "momentum/dense_kernel_velocity",
      "momentum/dense_bias_velocity",
    ]);
    expect(optimizer.variables[0]!.dtype).toBe("int64");
  });
  it("needs no backend for its config, its learning rate and its count", () => {
    const before = memory().numTensors;
    const optimizer = new Plain({ learningRate: 0.1 });
    optimizer.build([weight([1])]);
    optimizer.learningRate = 0.25;
    expect([optimizer.learningRate, optimizer.currentLearningRate]).toEqual([0.25, 0.25]);
    expect(optimizer.getConfig()).toEqual({
      name: "plain",
      learning_rate: 0.25,
      weight_decay: null,
      clipnorm: null,
      global_clipnorm: null,
      clipvalue: null,
      use_ema: false,
      ema_momentum: 0.99,
      ema_overwrite_frequency: null,
      loss_scale_factor: null,
      gradient_accumulation_steps: null,
    });
    expect(memory().numTensors).toBe(before);
  });
  it("follows a schedule of the step, which has no variable", () => {
    const w = weight([0]);
    const optimizer = new Plain({ learningRate: new Halving() });
    optimizer.build([w]);
    expect(optimizer.variables).toHaveLength(1);
    for (let i = 0; i < 3; i++) optimizer.apply([[1]]);
    expect(w).toBeClose([-1.75]);
    expect(optimizer.currentLearningRate).toBe(0.125);
    expect(() => {
      optimizer.learningRate = 0.1;
    }).toThrow(
      'Cannot set the learning rate of Plain "plain": it is not settable to a number, because the optimizer was made with a schedule or a function, received 0.1\nMake the optimizer with a number to set the learning rate later.',
    );
  });
  it("asks a function for the learning rate before each step", () => {
    let rate = 1;
    const w = weight([0]);
    const optimizer = new Plain({ learningRate: () => rate });
    optimizer.apply([[1]], [w]);
    rate = 10;
    optimizer.apply([[1]], [w]);
    expect(w).toBeClose([-11]);
  });
  it("gives up the variable of a number that a schedule replaces", () => {
    const optimizer = new Plain({ learningRate: 1 });
    optimizer.learningRate = new Halving();
    expect(optimizer.variables.map(({ name }) => name)).toEqual(["iteration"]);
  });
  it("lets weights decay by their share times the rate, but those that are excluded", () => {
    const [kernel, bias, other] = [weight([1]), weight([1], "bias"), weight([1], "gamma")];
    const optimizer = new Plain({ learningRate: 0.5, weightDecay: 0.2 });
    optimizer.excludeFromWeightDecay({ varList: [other], varNames: ["bi.s"] });
    optimizer.apply([[0], [0], [0]], [kernel, bias, other]);
    expect([kernel, bias, other].map((w) => w.numpy().data[0])).toEqual([expect.closeTo(0.9, 6), 1, 1]);
    expect(() => optimizer.excludeFromWeightDecay({ varNames: ["x"] })).toThrow(
      'Cannot exclude weights from the decay of Plain "plain": it must not have been built yet',
    );
    expect(() => new Plain().excludeFromWeightDecay({ varNames: ["("] })).toThrow(
      'Cannot exclude variables from weight decay: `varNames` must be regular expressions, received ["("]',
    );
  });
  it("divides gradients by the scale of the loss", () => {
    const w = weight([0]);
    const optimizer = new Plain({ learningRate: 1, lossScaleFactor: 4 });
    expect(optimizer.scaleLoss(3)).toBeClose(12);
    optimizer.apply([[8]], [w]);
    expect(w).toBeClose([-2]);
  });
  it("steps by the mean of the gradients of several calls, and counts steps", () => {
    const w = weight([0]);
    const optimizer = new Plain({ learningRate: 1, gradientAccumulationSteps: 2 });
    const counts = [1, 3, 5, 9].map((gradient) => {
      optimizer.apply([[gradient]], [w]);
      return [w.numpy().data[0], Number(optimizer.iterations.numpy().item())];
    });
    expect(counts).toEqual([
      [0, 0],
      [-2, 1],
      [-2, 1],
      [-9, 2],
    ]);
  });
  it("averages the weights, and gives them the averages when asked or every so many steps", () => {
    const w = weight([0]);
    const optimizer = new Plain({ learningRate: 1, useEma: true, emaMomentum: 0.5 });
    for (const gradient of [-4, -4]) optimizer.apply([[gradient]], [w]);
    expect(w).toBeClose([8]);
    optimizer.finalizeVariableValues([w]);
    expect(w).toBeClose([6]); // the first average is the weight itself, 4; then ½ · 4 + ½ · 8
    const often = weight([0]);
    const overwriting = new Plain({ learningRate: 1, useEma: true, emaMomentum: 0.5, emaOverwriteFrequency: 2 });
    for (const gradient of [-4, -4]) overwriting.apply([[gradient]], [often]);
    expect(often).toBeClose([6]);
  });
  it("puts weights under their constraints after the step", () => {
    const w = weight([1, 1], "kernel", ((x: Variable) => mul(x.value, 0)) as unknown as Constraint);
    new Plain({ learningRate: 1 }).apply([[5, -5]], [w]);
    expect(w).toBeClose([0, 0]);
  });
  it("leaves weights without gradients alone, says so once, and refuses to step without any", () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const [kernel, bias] = [weight([1]), weight([1], "bias")];
    const optimizer = new Plain({ learningRate: 1 });
    for (let i = 0; i < 2; i++) optimizer.apply([[1], null], [kernel, bias]);
    expect(kernel).toBeClose([-1]);
    expect(bias).toBeClose([1]);
    expect(warn.mock.calls).toEqual([
      ['Gradients do not exist for variables ["dense/bias"] when minimizing the loss: they are left as they are.'],
    ]);
    warn.mockRestore();
    expect(() => optimizer.apply([null, undefined])).toThrow(
      'Cannot apply gradients by Plain "plain": at least one gradient must exist\nNo gradients provided for any variable: does the loss depend on the trainable weights?',
    );
  });
  it("does nothing for no gradients at all", () => {
    const optimizer = new Plain();
    optimizer.apply([]);
    expect(optimizer.built).toBe(false);
  });
  it("refuses other variables than its own, another number of gradients, and to guess its variables", () => {
    const optimizer = new Plain();
    expect(() => optimizer.apply([[1]])).toThrow(
      'Cannot apply gradients by Plain "plain": it must have been built on a list of variables\nCall its `build` with the trainable weights, or pass them with the gradients.',
    );
    optimizer.build([weight([1])]);
    expect(() => optimizer.apply([[1]], [weight([1], "stranger")])).toThrow(
      'Cannot apply gradients by Plain "plain": its variables must be those it was built with, received the unknown variable Variable "dense/stranger" [1] float32\nMake a new optimizer for another set of variables.',
    );
    expect(() => optimizer.apply([[1], [2]])).toThrow(
      'Cannot apply gradients by Plain "plain": there must be as many gradients as variables, 1, received 2',
    );
  });
  it("saves and loads its state", () => {
    const [a, b] = [weight([0]), weight([0])];
    const [first, second] = [new Momentum({ learningRate: 0.5 }), new Momentum({ learningRate: 9 })];
    first.apply([[2]], [a]);
    second.build([b]);
    second.loadOwnVariables(first.saveOwnVariables());
    expect(second.learningRate).toBe(0.5);
    b.assign(a);
    for (const optimizer of [first, second]) optimizer.apply([[2]]);
    expect(b).toBeClose(a);
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    new Plain().loadOwnVariables(first.saveOwnVariables());
    expect(warn).toHaveBeenCalledWith('Skipping the variables of Plain "plain": it has 2, the saved optimizer 3.');
    warn.mockRestore();
    expect(() => new Plain().setWeights([])).toThrow(
      'Cannot set the weights of Plain "plain_1": it must have been built\nCall its `build` with the trainable weights first.',
    );
  });
  it("leaves no tensor behind but its state", () => {
    const w = weight([1, 2]);
    const optimizer = new Momentum({
      learningRate: 0.5,
      weightDecay: 0.1,
      globalClipnorm: 1,
      useEma: true,
      emaOverwriteFrequency: 2,
      gradientAccumulationSteps: 2,
    });
    for (let i = 0; i < 4; i++) optimizer.apply([[1, 2]], [w]);
    const before = memory().numTensors;
    for (let i = 0; i < 4; i++) optimizer.apply([[1, 2]], [w]);
    expect(memory().numTensors).toBe(before);
    optimizer[Symbol.dispose]();
    optimizer[Symbol.dispose]();
    expect(memory().numTensors).toBe(before - 6); // average, accumulator, velocity, both counts and the rate
    expect(() => optimizer.apply([[1, 2]], [w])).toThrow(StateError);
  });
  it("refuses options that do not fit", () => {
    expect(() => new Plain({ clipnorm: 1, clipvalue: 0.5 })).toThrow(
      "Cannot create Plain: only one of `clipnorm`, `clipvalue` and `globalClipnorm` may be set, received { clipnorm: 1, clipvalue: 0.5 }",
    );
    expect(() => new Plain({ gradientAccumulationSteps: 1 })).toThrow(
      "Cannot create Plain: `gradientAccumulationSteps` must be an integer of at least 2 or null, received 1",
    );
    expect(() => new Plain({ learningRate: "fast" })).toThrow(
      'Cannot create Plain: `learningRate` must be a number, a LearningRateSchedule or a function, received "fast"',
    );
    expect(() => new Plain({ emaMomentum: 1.5 })).toThrow(
      "Cannot create Plain: `emaMomentum` must be a number in [0, 1], received 1.5",
    );
  });
  it("types its options and its learning rate", () => {
    const optimizer = new Momentum({ momentum: 0.1, clipnorm: null });
    expectTypeOf(optimizer.momentum).toEqualTypeOf<number>();
    expectTypeOf(optimizer.weightDecay).toEqualTypeOf<number | null>();
    optimizer.learningRate = 0.1;
    // @ts-expect-error a string is no learning rate
    () => new Momentum({ learningRate: "fast" });
  });
});
