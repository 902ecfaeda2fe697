import { NDArray, Variable } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Adafactor } from "./adafactor.ts";
import { ExponentialDecay } from "./schedules/exponential-decay.ts";

const variable = (name: string, value: NDArray) => new Variable({ name, shape: value.shape, initializer: value });

describe("Adafactor", () => {
  it("takes first steps relative to the weight's size", () => {
    const w = variable("bias", NDArray.from([1]));
    new Adafactor({ learningRate: 0.1 }).apply([[2]], [w]);
    expect(w).toBeClose([0.9]);
  });
  it("makes the mean squares of a matrix of those of its rows and columns", () => {
    const w = variable(
      "kernel",
      NDArray.from([
        [1, 1],
        [1, 1],
      ]),
    );
    const optimizer = new Adafactor({ learningRate: 0.1, clipThreshold: 100 });
    optimizer.apply(
      [
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [w],
    );
    const [rows, columns] = [
      [2.5, 12.5],
      [5, 10],
    ]; // means of the squares 1, 4, 9, 16
    const step = (g: number, r: number, c: number) => 1 - (0.1 * g) / Math.sqrt((rows[r]! / 7.5) * columns[c]!);
    expect(w).toBeClose([
      [step(1, 0, 0), step(2, 0, 1)],
      [step(3, 1, 0), step(4, 1, 1)],
    ]);
  });
  it("keeps Keras' places for what vectors do not need", () => {
    const optimizer = new Adafactor({ name: "adafactor" });
    optimizer.build([variable("kernel", NDArray.zeros([3, 2])), variable("bias", NDArray.zeros([2]))]);
    expect(optimizer.variables.slice(2).map(({ path, shape }) => [path, shape])).toEqual([
      ["adafactor/kernel", [3]],
      ["adafactor/kernel", [2]],
      ["adafactor/kernel_velocity", [3, 2]],
      ["bias", []],
      ["bias", []],
      ["adafactor/bias_velocity", [2]],
    ]);
  });
  it("does not hold back the rate of a schedule", () => {
    const w = variable("bias", NDArray.from([1]));
    const schedule = new ExponentialDecay({ initialLearningRate: 0.5, decaySteps: 1, decayRate: 1 });
    new Adafactor({ learningRate: schedule }).apply([[2]], [w]);
    expect(w).toBeClose([0.5]);
  });
});
