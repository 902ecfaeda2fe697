import {
  axisOf,
  boolean,
  defineLayer,
  integers,
  NDArray,
  type Nested,
  nullable,
  OptionError,
  option,
  refusal,
  type Shape,
  ShapeError,
  sizeOf,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { add, cast, convertToTensor, divide, maximum, multiply, reshape, sqrt, subtract } from "@hornbeam/ops";
import type { AdaptOptions } from "./_adapt-options.ts";
import { type AdaptData, batchesOf } from "./_batches.ts";
import { Moments } from "./_moments.ts";

type Numbers = number | readonly Numbers[];
const numbers = /* @__PURE__ */ nullable(
  option<Numbers, Numbers | NDArray>("a number or lists of numbers", (given, reading) => {
    const plain = reading && typeof given === "object" && !Array.isArray(given) ? reading.deserialize(given) : given;
    const value = plain instanceof NDArray ? plain.toArray() : plain;
    return areNumbers(value) ? value : undefined;
  }),
);
function areNumbers(value: unknown): value is Numbers {
  return Array.isArray(value) ? value.every(areNumbers) : typeof value === "number" && Number.isFinite(value);
}
const keptAxes = /* @__PURE__ */ option<readonly number[], number | readonly number[] | null>(
  "an integer, a list of integers or null",
  (given) => (given === null ? [] : integers().read(given)),
  (axes) => [...axes],
);

/**
 * Shifts and scales features to mean 0 and variance 1: `(x - mean) / √variance`.
 *
 * Mean and variance are given, or learned by `await layer.adapt(data)`.
 *
 * - input: any shape with the sizes along `axis` known
 * - output: the shape of the input, float32
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/numerical/normalization/ | keras.layers.Normalization}
 * @example
 * new Normalization({ mean: 3, variance: 4, axis: null })(tensor([[1, 3, 5]])); // [[-1, 0, 1]]
 */
export class Normalization extends /* @__PURE__ */ defineLayer("keras.layers.Normalization", {
  /** Axes along which each index has a mean of its own; null: one mean for all. */
  axis: /* @__PURE__ */ keptAxes(-1),
  /** The mean; learned unless given. */
  mean: /* @__PURE__ */ numbers(null),
  /** The variance; learned unless given. */
  variance: /* @__PURE__ */ numbers(null),
  /** Whether the reverse is computed: `x · √variance + mean`. */
  invert: /* @__PURE__ */ boolean(false),
}) {
  protected override readonly supportsMasking = true;
  adaptMean: Variable | null = null;
  adaptVariance: Variable | null = null;
  count: Variable | null = null;
  #builtFor: Shape = [];

  protected override validate(): void {
    const { mean, variance } = this;
    const refuse = (expected: string, received: unknown): OptionError =>
      refusal(OptionError, { action: "create Normalization", expected, received });
    if ((mean === null) !== (variance === null)) {
      throw refuse("both `mean` and `variance` must be set, or neither", [mean, variance]);
    }
    if (mean === null || variance === null) return;
    const shapes = [mean, variance].map((one) => NDArray.from(one as Nested).shape) as [number[], number[]];
    if (shapes[0].join() !== shapes[1].join()) throw refuse("`mean` and `variance` must have the same shape", shapes);
    if (shapes[0].length > this.axis.length) {
      throw refuse(`the rank of \`mean\` must be at most the number of axes, ${this.axis.length}`, shapes[0]);
    }
  }

  override build(inputShape: Shape): void {
    const action = `build ${this[Symbol.toStringTag]}`;
    this.#builtFor = inputShape;
    const rank = inputShape.length;
    if (this.axis.some((axis) => axisOf(axis, rank) === undefined)) {
      const expected = `every \`axis\` must be in the range [${-rank}, ${rank})`;
      throw refusal(ShapeError, { action, expected, received: this.axis });
    }
    const sizes = this.#kept.map((axis) => inputShape[axis] ?? null);
    if (sizes.includes(null)) {
      const expected = `every \`axis\` of [${this.axis.join(", ")}] must have a known shape`;
      throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: inputShape });
    }
    if (this.mean !== null) return;
    const shape = sizes as number[];
    const fill = (name: string, value: number) =>
      this.addWeight({
        name,
        shape,
        initializer: () => new NDArray(new Float32Array(sizeOf(shape)).fill(value), shape),
        trainable: false,
      });
    this.adaptMean = fill("mean", 0);
    this.adaptVariance = fill("variance", 1);
    const zero = () => NDArray.zeros([], "int32");
    this.count = this.addWeight({ name: "count", shape: [], dtype: "int64", initializer: zero, trainable: false });
  }

  /** The axes that are kept, counted from the first, ascending. */
  get #kept(): number[] {
    return this.axis.map((axis) => axisOf(axis, this.#builtFor.length)!).sort((a, b) => a - b);
  }

  /** Learns mean and variance of the data: an array, or batches, alone or before their targets. Draws a progress bar, as `fit` does. */
  async adapt(data: AdaptData, options: AdaptOptions = {}): Promise<void> {
    const action = `adapt ${this[Symbol.toStringTag]}`;
    if (this.mean !== null) {
      throw refusal(OptionError, { action, expected: "`mean` must not have been given", received: this.mean });
    }
    let moments: Moments | undefined;
    for await (const batch of batchesOf(action, data, options)) {
      if (!this.built) this.build(batch.shape);
      const fits = batch.rank === this.#builtFor.length && this.#kept.every((axis) => batch.shape[axis] === this.#builtFor[axis]); // biome-ignore format: one expression
      if (!fits) {
        const expected = `the data must fit the shape it was built for, [${this.#builtFor.map(String).join(", ")}]`;
        throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: batch.shape });
      }
      moments ??= new Moments(this.#kept.map((axis) => batch.shape[axis]!));
      moments.add(batch, this.#kept);
    }
    if (!moments) throw refusal(ShapeError, { action, expected: "the data must have at least one batch" });
    this.adaptMean!.assign(moments.mean());
    this.adaptVariance!.assign(moments.variance());
  }

  override call(x: Tensor): Tensor {
    const input = cast(x, this.computeDType);
    const mean = this.#aligned(this.adaptMean ?? this.mean!);
    const deviation = maximum(sqrt(this.#aligned(this.adaptVariance ?? this.variance!)), 1e-7);
    return this.invert ? add(mean, multiply(input, deviation)) : divide(subtract(input, mean), deviation);
  }
  /** Means or variances with their sizes along the kept axes of the input. */
  #aligned(values: Variable | Numbers): Tensor {
    const tensor = convertToTensor(values as Nested, "float32");
    const shape = new Array<number>(this.#builtFor.length).fill(1);
    tensor.shape.forEach((size, i) => {
      shape[this.#kept.at(i - tensor.shape.length)!] = size;
    });
    return cast(reshape(tensor, shape), this.computeDType);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    return inputShape;
  }
}
