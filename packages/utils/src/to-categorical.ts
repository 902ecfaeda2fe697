import { type KnownShape, NDArray, type Nested, OptionError, refusal } from "@hornbeam/core";
import { checkOptions } from "./_options.ts";

export interface ToCategoricalOptions {
  /** Number of classes; one more than the largest unless given. */
  readonly numClasses?: number | undefined;
}

/**
 * One-hot rows of class numbers: `y[i, x[i]] = 1`, and 0 elsewhere.
 *
 * - input: `[...]`, or `[..., 1]`, of whole numbers in `[0, numClasses)`; fractions are cut off
 * - output: `[..., numClasses]`, float32
 *
 * As in Keras, a negative number counts classes from the last.
 *
 * @throws {OptionError} when a number names no class.
 * @see {@link https://keras.io/api/utils/python_utils/#to_categorical-function | keras.utils.to_categorical}; differs
 *   from it in the dtype, float64 for NumPy arrays there
 * @example
 * toCategorical([0, 2], 3).toArray(); // [[1, 0, 0], [0, 0, 1]]
 */
export function toCategorical(x: NDArray | Nested, options: number | ToCategoricalOptions = {}): NDArray {
  if (typeof options !== "number") checkOptions("make classes categorical", options, ["numClasses"]);
  const given = typeof options === "number" ? options : options.numClasses;
  const labels = NDArray.from(x);
  const classes = Array.from(labels.data as ArrayLike<unknown>, classOf);
  // not Math.max(...classes): a million arguments are too many for a call
  const numClasses = given ?? classes.reduce((most, label) => Math.max(most, label), -1) + 1;
  if (!Number.isInteger(numClasses) || numClasses < 1) {
    throw refusal(OptionError, {
      action: "make classes categorical",
      option: "numClasses",
      expected: given === undefined ? "there must be a class" : "`numClasses` must be a positive integer",
      ...(given === undefined ? {} : { received: given }),
    });
  }
  const rows = new Float32Array(classes.length * numClasses);
  classes.forEach((label, i) => {
    const column = label < 0 ? label + numClasses : label;
    if (column < 0 || column >= numClasses) {
      const expected = `classes must be in [0, ${numClasses})`;
      throw refusal(OptionError, { action: "make classes categorical", expected, received: label });
    }
    rows[i * numClasses + column] = 1;
  });
  return new NDArray(rows, [...withoutLastOne(labels.shape), numClasses]);
}

function classOf(label: unknown): number {
  const number = typeof label === "string" ? Number.NaN : Math.trunc(Number(label));
  if (Number.isFinite(number)) return number;
  throw refusal(OptionError, {
    action: "make classes categorical",
    expected: "classes must be whole numbers",
    received: label,
  });
}

function withoutLastOne(shape: KnownShape): KnownShape {
  return shape.length > 1 && shape.at(-1) === 1 ? shape.slice(0, -1) : shape;
}
