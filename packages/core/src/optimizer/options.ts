import { LearningRateSchedule } from "../objects/schedule.ts";
import { boolean, fraction, nonNegativeNumber, nullableText, number } from "../options/kinds.ts";
import { type Held, nullable, option } from "../options/option.ts";
import { isSerializedObject } from "../serialization/config.ts";
import type { Reading } from "../serialization/reading.ts";
import { serializeKerasObject } from "../serialization/serialize.ts";

/** A number, a schedule of the step, or a function that is asked before each step. */
export type LearningRate = number | LearningRateSchedule | (() => number);

const expectsRate = "a number, a LearningRateSchedule or a function";

/** A learning rate. Schedules in configs are read by `reading`. */
export const learningRate = /* @__PURE__ */ option<LearningRate>(expectsRate, readLearningRate, (rate) =>
  typeof rate === "number" ? Math.fround(rate) : serializeKerasObject(rate),
);

export function readLearningRate(input: unknown, reading?: Reading): LearningRate | undefined {
  if (typeof input === "number") return Number.isNaN(input) ? undefined : input;
  if (input instanceof LearningRateSchedule) return input;
  if (typeof input === "function") return input as () => number;
  if (!isSerializedObject(input) || !reading) return undefined;
  if (input.class_name === "function") return readLearningRate(reading.deserialize(input));
  return reading.resolve(input, { parent: LearningRateSchedule, expects: "a learning rate schedule" }) as never;
}

const nullableNumber = /* @__PURE__ */ nullable(number);
const limit = /* @__PURE__ */ nullable(nonNegativeNumber);

/** A whole number from `least` on, or null. */
function atLeast(least: number) {
  const accepts = (input: unknown) => Number.isSafeInteger(input) && (input as number) >= least;
  return nullable(
    option<number>(`an integer of at least ${least}`, (input) => (accepts(input) ? (input as number) : undefined)),
  );
}

/** What every optimizer takes, in the order in which Keras writes it. */
export const optimizerOptions = {
  /** Name of the optimizer, which its variables' paths start with; the class's in snake_case unless given. */
  name: /* @__PURE__ */ nullableText(null),
  /** Size of the steps: a number, a schedule of the step, or a function. */
  learningRate: /* @__PURE__ */ learningRate(0.001),
  /** Share, times the learning rate, that weights lose before each step. */
  weightDecay: /* @__PURE__ */ nullableNumber(null),
  /** Largest norm of the gradient of one weight. */
  clipnorm: /* @__PURE__ */ limit(null),
  /** Largest norm of all gradients together. */
  globalClipnorm: /* @__PURE__ */ limit(null),
  /** Largest magnitude of a gradient's elements. */
  clipvalue: /* @__PURE__ */ limit(null),
  /** Whether running averages of the weights are kept. */
  useEma: /* @__PURE__ */ boolean(false),
  /** Share of the average that each step keeps. */
  emaMomentum: /* @__PURE__ */ fraction(0.99),
  /** After how many steps the weights take their averages' values; null: only at the end of the training. */
  emaOverwriteFrequency: /* @__PURE__ */ atLeast(1)(null),
  /** What the loss is multiplied with, and gradients are divided by. */
  lossScaleFactor: /* @__PURE__ */ nullableNumber(null),
  /** Number of calls whose mean gradient makes one step. */
  gradientAccumulationSteps: /* @__PURE__ */ atLeast(2)(null),
};

/** What an optimizer holds of {@link optimizerOptions} as plain properties. */
export type OptimizerValues = Omit<Held<typeof optimizerOptions>, "name" | "learningRate" | "lossScaleFactor">;
