import { hostArray, makeSeed, type NDArray, refusal, ShapeError, type TensorLike } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { checkOption, checkOptions } from "../_options.ts";

export interface TimeseriesDatasetOptions {
  /** Steps between the starts of successive windows, 1 unless given. */
  readonly sequenceStride?: number | undefined;
  /** Steps between successive values of a window, 1 unless given. */
  readonly samplingRate?: number | undefined;
  /** Windows in a batch, 128 unless given; null gives one window after the other. */
  readonly batchSize?: number | null | undefined;
  /** Whether windows come in random order, another in each pass. */
  readonly shuffle?: boolean | undefined;
  /** Makes the random order the same each time; as `setRandomSeed` has it unless given. */
  readonly seed?: number | null | undefined;
  /** First step that is used. */
  readonly startIndex?: number | null | undefined;
  /** Step before which the data end. */
  readonly endIndex?: number | null | undefined;
  /** Only `"tf"`, for Keras' sake. */
  readonly format?: "tf" | undefined;
}

interface SequenceOptions extends TimeseriesDatasetOptions {
  /** Steps in a window. */
  readonly sequenceLength: number;
}

const action = "make a dataset of a time series";
const known = "sequenceStride samplingRate batchSize shuffle seed startIndex endIndex format".split(" ");

/**
 * Sliding windows over a series, in batches; with targets, each window beside the target of its first step.
 *
 * A window that starts at step `i` holds the steps `i`, `i + samplingRate`, …, `sequenceLength` of them. To predict
 * the step after a window, give `targets` from that step on.
 *
 * - data: `[steps, ...]`
 * - targets: `[steps, ...]` or null
 * - sequenceLength: steps in a window, as it stands or as one of the options
 * - elements: `[batch, sequenceLength, ...]`, or a pair of these and `[batch, ...]`
 *
 * @throws {OptionError} when an option does not fit the data.
 * @throws {ShapeError} when there are no steps.
 * @see {@link https://keras.io/api/data_loading/timeseries/#timeseries_dataset_from_array-function | keras.utils.timeseries_dataset_from_array}
 * @example
 * const windows = timeseriesDatasetFromArray([0, 1, 2, 3], null, 3);
 * const [first] = await windows.toArray();
 * first.toArray(); // [[0, 1, 2], [1, 2, 3]]
 */
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: null,
  sequenceLength: number | SequenceOptions,
  options?: TimeseriesDatasetOptions,
): Dataset<NDArray>;
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: TensorLike,
  sequenceLength: number | SequenceOptions,
  options?: TimeseriesDatasetOptions,
): Dataset<[x: NDArray, y: NDArray]>;
export function timeseriesDatasetFromArray(
  data: TensorLike,
  targets: TensorLike | null,
  given: number | SequenceOptions,
  others: TimeseriesDatasetOptions = {},
): Dataset<NDArray> | Dataset<[x: NDArray, y: NDArray]> {
  const { sequenceLength, ...options } =
    typeof given === "object" && given !== null ? { ...given, ...others } : { ...others, sequenceLength: given };
  checkOptions(action, options, known);
  checkOption(action, "format", options.format, '"tf"', options.format === "tf");
  const series = seriesOf("data", data);
  const answers = targets === null ? null : seriesOf("targets", targets);
  const { length, stride, rate, batchSize, shuffle, seed, start, end } = read(series, sequenceLength, options);
  const windows = end - start - (length - 1) * rate;
  const starts = Math.max(0, answers ? Math.min(windows, answers.shape[0]!) : windows);
  const count = Math.ceil(starts / stride);

  const positions = Dataset.fromGenerator(
    function* () {
      for (let i = 0; i < count; i++) yield start + i * stride;
    },
    { cardinality: count },
  );
  const ordered = shuffle && count > 0 ? positions.shuffle(count, { seed: seed ?? makeSeed() }) : positions;
  const windowAt = (first: number): NDArray => series.take(Int32Array.from({ length }, (_, i) => first + i * rate));
  if (answers === null) {
    const elements = ordered.map(windowAt);
    return batchSize === null ? elements : elements.batch(batchSize);
  }
  const pairs = ordered.map((first): [x: NDArray, y: NDArray] => [windowAt(first), answers.at(first)]);
  return batchSize === null ? pairs : (pairs.batch(batchSize) as Dataset<[x: NDArray, y: NDArray]>);
}

function read(series: NDArray, length: number, options: TimeseriesDatasetOptions) {
  const steps = series.shape[0]!;
  const { sequenceStride: stride = 1, samplingRate: rate = 1, batchSize = 128, shuffle = false, seed } = options;
  const whole = (option: string, value: unknown, from: number, below: number): void => {
    const expected = below === Infinity ? `an integer of at least ${from}` : `an integer in [${from}, ${below})`;
    checkOption(action, option, value, expected, Number.isInteger(value) && (value as number) >= from && (value as number) < below); // biome-ignore format: one line
  };
  whole("sequenceLength", length, 1, Infinity);
  whole("sequenceStride", stride, 1, Math.max(steps, 2));
  whole("samplingRate", rate, 1, Math.max(steps, 2));
  if (batchSize !== null) whole("batchSize", batchSize, 1, Infinity);
  checkOption(action, "shuffle", shuffle, "a boolean", typeof shuffle === "boolean");
  const start = options.startIndex ?? 0;
  const end = options.endIndex ?? steps;
  whole("startIndex", start, 0, steps);
  if (end !== steps) whole("endIndex", end, start + 1, steps);
  return { length, stride, rate, batchSize, shuffle, seed, start, end };
}

function seriesOf(name: string, given: TensorLike): NDArray {
  const array = hostArray(given);
  if (array.rank > 0 && array.shape[0]! > 0) return array;
  throw refusal(ShapeError, {
    action,
    expected: `\`${name}\` must have steps along its first axis`,
    receivedAs: "shape",
    received: array.shape,
  });
}
