import { defineSchedule, nullableText, OptionError, option, refusal } from "@hornbeam/core";

const numbers = /* @__PURE__ */ option<readonly number[]>("a list of numbers", (input) =>
  Array.isArray(input) && input.every((one) => typeof one === "number") ? [...input] : undefined,
);

/**
 * Constant between boundaries: `values[0]` up to and with step `boundaries[0]`, then `values[1]` …, and at last
 * `values.at(-1)`.
 *
 * @throws {OptionError} when there is not one value more than boundaries.
 * @see {@link https://keras.io/api/optimizers/learning_rate_schedules/piecewise_constant_decay/ | keras.optimizers.schedules.PiecewiseConstantDecay}
 * @example
 * new PiecewiseConstantDecay({ boundaries: [2, 4], values: [0.1, 0.05, 0.01] })(3); // 0.05
 */
export class PiecewiseConstantDecay extends /* @__PURE__ */ defineSchedule(
  "keras.optimizers.schedules.PiecewiseConstantDecay",
  {
    /** Last steps of the pieces, but for the last piece; in order. */
    boundaries: numbers(),
    /** Learning rates of the pieces. */
    values: numbers(),
    /** Name of the schedule. */
    name: nullableText("PiecewiseConstant"),
  },
) {
  override call(step: number): number {
    const piece = this.boundaries.findIndex((boundary) => step <= boundary);
    return this.values.at(piece)!; // -1, beyond all boundaries, is the last one
  }

  protected override validate(): void {
    const { boundaries, values } = this;
    if (boundaries.length > 0 && values.length === boundaries.length + 1) return;
    throw refusal(OptionError, {
      action: "create PiecewiseConstantDecay",
      expected: "`values` must have one number more than `boundaries`, which must not be empty",
      received: { boundaries, values },
    });
  }
}
