import {
  type DType,
  DTypeError,
  type KnownShape,
  NDArray,
  type Nested,
  OptionError,
  refusal,
  ShapeError,
  sameShape,
  sizeOf,
  standardizeDType,
} from "@hornbeam/core";
import { checkOption, checkOptions } from "./_options.ts";

/** Sequences of any lengths, of numbers, strings, or lists of one shape. */
export type Sequences = NDArray | readonly (NDArray | ArrayLike<Nested>)[];

type End = "pre" | "post";

export interface PadSequencesOptions {
  /** Number of steps in the result; that of the longest sequence unless given. */
  readonly maxlen?: number | undefined;
  /** Type of the result, `"int32"` unless given: fractions are cut off then. */
  readonly dtype?: DType | undefined;
  /** End at which short sequences are filled, `"pre"` unless given. */
  readonly padding?: End | undefined;
  /** End at which long sequences are cut, `"pre"` unless given. */
  readonly truncating?: End | undefined;
  /** What short sequences are filled with, 0 unless given. */
  readonly value?: number | string | undefined;
}

const action = "pad sequences";

/**
 * Sequences of different lengths as one array, filled and cut at the front unless told otherwise.
 *
 * - input: a list of `[steps, ...]`, each with its own number of steps
 * - output: `[sequences, maxlen, ...]`
 *
 * @throws {OptionError} when `sequences` is not a list of lists, or an option is not acceptable.
 * @throws {ShapeError} when steps differ in shape.
 * @see {@link https://keras.io/api/data_loading/timeseries/#pad_sequences-function | keras.utils.pad_sequences}
 * @example
 * padSequences([[1], [2, 3], [4, 5, 6]], { maxlen: 2 }).toArray(); // [[0, 1], [2, 3], [5, 6]]
 */
export function padSequences(sequences: Sequences, options: PadSequencesOptions = {}): NDArray {
  const { dtype, atFront, cutFront, value } = readOptions(options);
  const rows = toRows(sequences, dtype);
  const maxlen = options.maxlen ?? longest(rows);
  const step = rows.find((row) => row.shape[0]! > 0)?.shape.slice(1) ?? [];
  const shape = [rows.length, maxlen, ...step];
  const padded = NDArray.zeros(shape, dtype);
  const target = padded.data as { [index: number]: unknown };
  const filler = NDArray.from(value, dtype).data[0];
  if (filler !== 0) for (let i = 0; i < padded.size; i++) target[i] = filler;

  const width = sizeOf(step);
  rows.forEach((row, i) => {
    const length = row.shape[0]!;
    if (length === 0) return;
    checkStep(row, step, i);
    const kept = Math.min(length, maxlen);
    const from = (cutFront ? length - kept : 0) * width;
    const to = (i * maxlen + (atFront ? maxlen - kept : 0)) * width;
    for (let k = 0; k < kept * width; k++) target[to + k] = row.data[from + k];
  });
  return padded;
}

function readOptions(options: PadSequencesOptions) {
  checkOptions(action, options, ["maxlen", "dtype", "padding", "truncating", "value"]);
  const { maxlen, padding = "pre", truncating = "pre", value = 0 } = options;
  checkOption(action, "maxlen", maxlen, "a non-negative integer", Number.isInteger(maxlen) && maxlen! >= 0);
  checkOption(action, "padding", padding, '"pre" or "post"', padding === "pre" || padding === "post");
  checkOption(action, "truncating", truncating, '"pre" or "post"', truncating === "pre" || truncating === "post");
  const dtype = standardizeDType(options.dtype ?? "int32", action);
  const fits = typeof value === (dtype === "string" ? "string" : "number") || (dtype === "string" && value === 0);
  checkOption(action, "value", value, dtype === "string" ? "a string" : `a number for dtype ${dtype}`, fits);
  return { dtype, value, atFront: padding === "pre", cutFront: truncating === "pre" };
}

function toRows(sequences: Sequences, dtype: DType): NDArray[] {
  if (!Array.isArray(sequences) && !(sequences instanceof NDArray)) throw notLists(sequences);
  return Array.from(sequences as Iterable<NDArray | ArrayLike<Nested>>, (sequence) => {
    const isList = Array.isArray(sequence) || ArrayBuffer.isView(sequence) || sequence instanceof NDArray;
    const row = isList ? NDArray.from(sequence as Nested) : undefined;
    if (row === undefined || row.rank === 0) throw notLists(sequence);
    if (row.size > 0 && (row.dtype === "string") !== (dtype === "string")) {
      const expected = `sequences must hold what dtype ${dtype} can hold`;
      throw refusal(DTypeError, { action, expected, received: sequence });
    }
    return row.astype(dtype);
  });
}

function notLists(received: unknown): OptionError {
  return refusal(OptionError, { action, expected: "`sequences` must be a list of lists", received });
}

function longest(rows: readonly NDArray[]): number {
  if (rows.length > 0) return rows.reduce((most, row) => Math.max(most, row.shape[0]!), 0);
  throw refusal(OptionError, {
    action,
    expected: "`sequences` must not be empty where `maxlen` is not given",
    received: rows,
  });
}

function checkStep(row: NDArray, step: KnownShape, i: number): void {
  if (sameShape(row.shape.slice(1), step)) return;
  const expected = `the steps of sequence ${i} must have the shape [${step.join(", ")}] of the others`;
  throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: row.shape.slice(1) });
}
