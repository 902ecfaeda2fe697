import {
  hostArray,
  isBranch,
  isTensor,
  makeSeed,
  mapStructure,
  NDArray,
  OptionError,
  refusal,
  Variable,
} from "@hornbeam/core";
import { type ArrayStructure, Dataset, type RowOf } from "@hornbeam/data";
import { checkOption, checkOptions } from "../_options.ts";

export interface SplitDatasetOptions {
  /** Elements of the left part, or their share in (0, 1); what the right part leaves unless given. */
  readonly leftSize?: number | null | undefined;
  /** Elements of the right part, or their share in (0, 1); what the left part leaves unless given. */
  readonly rightSize?: number | null | undefined;
  /** Whether elements are drawn at random; they keep their order unless it is true. */
  readonly shuffle?: boolean | undefined;
  /** Makes the same draw each time; as `setRandomSeed` has it unless given. */
  readonly seed?: number | null | undefined;
}

const action = "split a dataset";
const half = 0.5;

/**
 * The first elements and the last elements of a dataset, to train on and to test with.
 *
 * A structure of arrays gives one element a row, without a copy; tensors are read into arrays. What a `Dataset` or another iterable yields is read
 * once and kept; batches are elements like any other there, so split first and batch then.
 *
 * @throws {OptionError} when no size is given, or sizes do not fit.
 * @see {@link https://keras.io/api/utils/python_utils/#split_dataset-function | keras.utils.split_dataset}; differs from
 *   it in that it does not take batches apart
 * @example
 * const [left, right] = await splitDataset(NDArray.from([1, 2, 3, 4, 5]), { leftSize: 0.8 });
 * left.cardinality(); // 4
 * right.cardinality(); // 1
 */
export async function splitDataset<const S extends ArrayStructure>(
  dataset: S,
  options: SplitDatasetOptions,
): Promise<[left: Dataset<RowOf<S>>, right: Dataset<RowOf<S>>]>;
export async function splitDataset<T>(
  dataset: AsyncIterable<T>,
  options: SplitDatasetOptions,
): Promise<[left: Dataset<T>, right: Dataset<T>]>;
export async function splitDataset(
  dataset: ArrayStructure | AsyncIterable<unknown>,
  options: SplitDatasetOptions,
): Promise<[left: Dataset<unknown>, right: Dataset<unknown>]> {
  checkOptions(action, options ?? {}, ["leftSize", "rightSize", "shuffle", "seed"]);
  const { leftSize = null, rightSize = null, shuffle = false, seed = null } = options ?? {};
  checkOption(action, "shuffle", shuffle, "a boolean", typeof shuffle === "boolean");
  if (leftSize === null && rightSize === null) {
    const expected = "at least one of `leftSize` and `rightSize` must be given";
    throw refusal(OptionError, { action, expected, received: { leftSize, rightSize } });
  }
  const source = await sourceOf(dataset);
  const total = source.cardinality()!;
  const [left, right] = sizesOf(leftSize, rightSize, total);
  const ordered = shuffle ? source.shuffle(total, { seed: seed ?? makeSeed(), reshuffleEachIteration: false }) : source;
  return [ordered.take(left), ordered.skip(total - right)];
}

async function sourceOf(dataset: unknown): Promise<Dataset<unknown>> {
  const isArray = (value: unknown): boolean => value instanceof NDArray || isTensor(value) || value instanceof Variable;
  if (isArray(dataset) || isBranch(dataset)) {
    const arrays = mapStructure(dataset, (leaf) => (isArray(leaf) ? hostArray(leaf as NDArray) : leaf));
    return Dataset.fromTensorSlices(arrays as readonly NDArray[]) as Dataset<unknown>;
  }
  if (typeof dataset === "object" && dataset !== null && Symbol.asyncIterator in dataset) {
    const elements: unknown[] = [];
    for await (const element of dataset as AsyncIterable<unknown>) elements.push(element);
    return Dataset.fromGenerator(() => elements, { cardinality: elements.length });
  }
  const expected = "it must be arrays, a Dataset or an asynchronous iterable";
  throw refusal(OptionError, { action, expected, received: dataset });
}

function sizesOf(leftSize: number | null, rightSize: number | null, total: number): [left: number, right: number] {
  for (const [option, size] of Object.entries({ leftSize, rightSize })) {
    if (
      size === null ||
      (typeof size === "number" && size > 0 && (size < 1 || (Number.isInteger(size) && size < total)))
    )
      continue;
    const expected = `\`${option}\` must be a positive integer smaller than ${total}, or a fraction in (0, 1)`;
    throw refusal(OptionError, { action, option, expected, received: size });
  }
  const count = (size: number): number => (size < 1 ? roundHalfToEven(size * total) : size);
  const left = leftSize === null ? total - count(rightSize!) : count(leftSize);
  const right = rightSize === null ? total - left : count(rightSize);
  const bothAreShares = leftSize !== null && rightSize !== null && leftSize < 1 && rightSize < 1;
  if (left + right > total || (bothAreShares && leftSize + rightSize > 1)) {
    const expected = `the sum of \`leftSize\` and \`rightSize\` must not be larger than the dataset, of ${total}`;
    throw refusal(OptionError, { action, expected, received: left + right });
  }
  if (left > 0 && right > 0) return [left, right];
  const expected = `neither part of the ${total} elements must be empty`;
  throw refusal(OptionError, { action, expected, received: { left, right } });
}

/** Python's `round`. */
function roundHalfToEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== half) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}
