import { describe, expect, it } from "@hornbeam/testing";
import { NDArray } from "../array/nd-array.ts";
import { number } from "../options/kinds.ts";
import { Variable } from "../tensor/variable.ts";
import { defineSchedule, LearningRateSchedule } from "./schedule.ts";

class Halving extends defineSchedule("Halving", { start: number(0.1) }) {
  override call(step: number): number {
    return this.start * 0.5 ** step;
  }
}

describe("LearningRateSchedule", () => {
  it("is a function of the step, or of the variable that counts them", () => {
    const schedule = new Halving();
    expect(schedule).toBeInstanceOf(LearningRateSchedule);
    expect(schedule(2)).toBe(0.025);
    const iterations = new Variable({
      name: "iteration",
      shape: [],
      dtype: "int64",
      initializer: NDArray.from(1, "int64"),
    });
    expect(schedule(iterations)).toBe(0.05);
  });
  it("survives a round trip through its config", () => {
    expect(Halving.fromConfig(new Halving({ start: 0.3 }).getConfig())(1)).toBe(0.15);
  });
});
