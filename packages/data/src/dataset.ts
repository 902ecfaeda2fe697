import { OptionError, refusal, StateError } from "@hornbeam/core";
import { batches } from "./_batch.ts";
import { checkCount, checkFunction, checkOptions } from "./_options.ts";
import { prefetched } from "./_prefetch.ts";
import { drawFrom } from "./_random.ts";
import { shuffled } from "./_shuffle.ts";
import { rowsOf, slices, toArrays } from "./_slices.ts";
import { elementsOf, filtered, mapped, repeated, skipped, taken } from "./_steps.ts";
import { zipped } from "./_zip.ts";
import { type ArrayStructure, type BatchOf, mapLeaves, type OnHost, type RowOf } from "./structure.ts";

export interface BatchOptions {
  /** Whether a last batch that is smaller is left out. */
  readonly dropRemainder?: boolean | undefined;
}

export interface GeneratorOptions {
  /** Number of elements, `Infinity` where they have no end; not known unless given. */
  readonly cardinality?: number | null | undefined;
}

export interface ShuffleOptions {
  /** Makes the order the same for every dataset that is made this way; random unless given. */
  readonly seed?: number | undefined;
  /** Whether each pass has an order of its own (the default), or all have the first's. */
  readonly reshuffleEachIteration?: boolean | undefined;
}

/** The elements that datasets side by side give. */
type ZipOf<S> = S extends Dataset<infer T> ? T : { -readonly [K in keyof S]: ZipOf<S[K]> };
type DatasetStructure = Dataset<unknown> | readonly DatasetStructure[] | { readonly [key: string]: DatasetStructure };

/**
 * A lazy sequence of elements to train on, read anew by each `for await`. `fit` takes one whose elements are
 * batches `[x, y]` or `[x, y, sampleWeight]`.
 *
 * An element is an array, or lists and records of arrays. Each method gives another dataset, and nothing is
 * computed before it is read.
 *
 * @see {@link https://www.tensorflow.org/api_docs/python/tf/data/Dataset | tf.data.Dataset}, whose methods these are
 * @example
 * const dataset = Dataset.fromTensorSlices([NDArray.zeros([10, 2]), NDArray.zeros([10])]).shuffle(10, { seed: 1 }).batch(4);
 * dataset.cardinality(); // 3
 * const [first] = await dataset.toArray();
 * first[0].shape; // [4, 2]
 */
export class Dataset<T> implements AsyncIterable<T> {
  readonly #start: () => AsyncIterator<T>;
  readonly #cardinality: number | null;

  private constructor(start: () => AsyncIterator<T>, cardinality: number | null) {
    this.#start = start;
    this.#cardinality = cardinality;
  }

  /**
   * The rows of arrays along their first axes, which must be equally long. Elements share the arrays' memory. Tensors, typed
   * arrays and nested lists of values stand for arrays; the outermost list has one for each part of an element.
   *
   * @example
   * Dataset.fromTensorSlices({ x: NDArray.zeros([5, 2]) }).cardinality(); // 5
   * Dataset.fromTensorSlices([["good", "bad"], [1, 0]]).cardinality(); // 2
   */
  static fromTensorSlices<const S extends ArrayStructure>(structure: S): Dataset<RowOf<S>> {
    const arrays = toArrays(structure);
    const rows = rowsOf(arrays);
    return new Dataset(
      () => elementsOf(() => slices(arrays, rows) as Iterable<RowOf<S>>) as AsyncIterator<RowOf<S>>,
      rows,
    );
  }

  /**
   * What a generator function yields; it is called once a pass.
   *
   * @example
   * await Dataset.fromGenerator(function* () { yield 1; yield 2; }).toArray(); // [1, 2]
   */
  static fromGenerator<const T>(
    make: () => Iterable<T> | AsyncIterable<T>,
    options: GeneratorOptions = {},
  ): Dataset<T> {
    const action = "make a Dataset of a generator";
    checkFunction(action, make);
    checkOptions(action, options, ["cardinality"]);
    const { cardinality = null } = options;
    if (cardinality !== null && cardinality !== Number.POSITIVE_INFINITY)
      checkCount(action, "cardinality", cardinality, 0);
    return new Dataset(() => elementsOf(make) as AsyncIterator<T>, cardinality);
  }

  /**
   * Elements of several datasets side by side, until the first of them ends.
   *
   * @example
   * const numbers = Dataset.fromGenerator(() => [0, 1, 2]);
   * await Dataset.zip([numbers, numbers.skip(1)]).toArray(); // [[0, 1], [1, 2]]
   */
  static zip<const S extends DatasetStructure>(datasets: S): Dataset<ZipOf<S>> {
    const sizes: (number | null)[] = [];
    mapLeaves(datasets, (dataset) => {
      if (dataset instanceof Dataset) return sizes.push(dataset.cardinality());
      throw refusal(OptionError, { action: "zip Datasets", expected: "each must be a Dataset", received: dataset });
    });
    if (sizes.length === 0) {
      throw refusal(OptionError, { action: "zip Datasets", expected: "there must be a Dataset", received: datasets });
    }
    const size = sizes.reduce((least, next) => (least === null || next === null ? null : Math.min(least, next)));
    return new Dataset(() => zipped(datasets) as AsyncIterator<ZipOf<S>>, size);
  }

  /**
   * Groups of `batchSize` elements, stacked along a new first axis; numbers, booleans and strings become arrays.
   *
   * @throws {ShapeError} on reading, when elements differ in structure or shape.
   */
  batch(batchSize: number, options: BatchOptions = {}): Dataset<BatchOf<T>> {
    checkCount("batch a Dataset", "batchSize", batchSize, 1);
    checkOptions("batch a Dataset", options, ["dropRemainder"]);
    const { dropRemainder = false } = options;
    const size = this.#cardinality === null ? null : this.#cardinality / batchSize;
    const rounded = size === null ? null : dropRemainder ? Math.floor(size) : Math.ceil(size);
    return new Dataset(() => batches(this, batchSize, dropRemainder) as AsyncIterator<BatchOf<T>>, rounded);
  }

  /**
   * The elements in random order, each drawn from a buffer of `bufferSize`: for a full shuffle as large as the data.
   */
  shuffle(bufferSize: number, options: ShuffleOptions = {}): Dataset<T> {
    checkCount("shuffle a Dataset", "bufferSize", bufferSize, 1);
    checkOptions("shuffle a Dataset", options, ["seed", "reshuffleEachIteration"]);
    const { seed = Math.floor(Math.random() * 2 ** 53), reshuffleEachIteration = true } = options;
    checkCount("shuffle a Dataset", "seed", seed, Number.MIN_SAFE_INTEGER);
    let pass = 0;
    const draw = () => drawFrom(seed, reshuffleEachIteration ? pass++ : 0);
    return new Dataset(() => shuffled(this, bufferSize, draw()), this.#cardinality);
  }

  /**
   * A function of each element, which may be asynchronous. It may compute with tensors, or call layers: those that it gives
   * become arrays, and all that it made on the way is freed. An asynchronous function frees what it does not give itself.
   *
   * @example
   * const halves = Dataset.fromTensorSlices(NDArray.from([[2, 4], [6, 8]])).map((row) => ops.divide(row, 2));
   * (await halves.batch(2).toArray())[0].toArray(); // [[1, 2], [3, 4]]
   */
  map<const U>(f: (element: T) => U | Promise<U>): Dataset<OnHost<U>> {
    checkFunction("map a Dataset", f);
    return new Dataset(() => mapped(this, f), this.#cardinality);
  }

  /** The elements for which a function, which may be asynchronous, gives true. */
  filter(test: (element: T) => boolean | Promise<boolean>): Dataset<T> {
    checkFunction("filter a Dataset", test);
    return new Dataset(() => filtered(this, test), null);
  }

  /** At most the first `count` elements; all if it is -1. */
  take(count: number): Dataset<T> {
    checkCount("take of a Dataset", "count", count, -1);
    if (count === -1) return this;
    const size = this.#cardinality === null ? null : Math.min(this.#cardinality, count);
    return new Dataset(() => taken(this, count), size);
  }

  /** All but the first `count` elements; none if it is -1. */
  skip(count: number): Dataset<T> {
    checkCount("skip of a Dataset", "count", count, -1);
    if (count === -1) return this.take(0);
    const size = this.#cardinality === null ? null : Math.max(this.#cardinality - count, 0);
    return new Dataset(() => skipped(this, count), size);
  }

  /** The elements `count` times over; without end unless it is given, or if it is -1. */
  repeat(count = -1): Dataset<T> {
    checkCount("repeat a Dataset", "count", count, -1);
    const rounds = count === -1 ? Number.POSITIVE_INFINITY : count;
    const size = this.#cardinality;
    const total = size === 0 || rounds === 0 ? 0 : rounds === Number.POSITIVE_INFINITY ? rounds : size && size * rounds;
    return new Dataset(() => repeated(this, rounds), total);
  }

  /** The same elements, of which the next `bufferSize` are made while the last is used. */
  prefetch(bufferSize: number): Dataset<T> {
    checkCount("prefetch a Dataset", "bufferSize", bufferSize, 1);
    return new Dataset(() => prefetched(this, bufferSize), this.#cardinality);
  }

  /** Number of elements: `Infinity` where they have no end, null where it is not known. */
  cardinality(): number | null {
    return this.#cardinality;
  }

  /**
   * All elements at once.
   *
   * @throws {StateError} when they have no end.
   */
  async toArray(): Promise<T[]> {
    if (this.#cardinality === Number.POSITIVE_INFINITY) {
      const hint = "Write `take(count)` first.";
      throw refusal(StateError, { action: "list a Dataset", expected: "it must have an end", hint });
    }
    const elements: T[] = [];
    for await (const element of this) elements.push(element);
    return elements;
  }

  [Symbol.asyncIterator](): AsyncIterator<T> {
    return this.#start();
  }
  get [Symbol.toStringTag](): string {
    return `Dataset of ${this.#cardinality ?? "unknown"} elements`;
  }
}
