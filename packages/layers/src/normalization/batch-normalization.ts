import {
  boolean,
  type CallOptions,
  defineLayer,
  type InitialValue,
  integer,
  isRecord,
  knownAxis,
  nullable,
  number,
  OptionError,
  option,
  refusal,
  type Shape,
  type Tensor,
  toTensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { batchNorm } from "@hornbeam/kernels";
import { add, batchNormalization, cast, multiply, sqrt } from "@hornbeam/ops";
import { isFloatTensor, tensorOf } from "../_fused.ts";
import { Affine, checkAxes } from "./_affine.ts";
import { maskedMoments } from "./_masked-moments.ts";
import { affineLimits, affineOptions, affineStarts, epsilonOption } from "./_options.ts";
import { type Clipping, renormalize } from "./_renormalize.ts";

const clipping = /* @__PURE__ */ option<Clipping>("a record of `rmax`, `rmin` and `dmax`", (given) =>
  isRecord(given) && Object.keys(given).every((key) => ["rmax", "rmin", "dmax"].includes(key))
    ? (given as Clipping)
    : undefined,
);

/**
 * Brings each channel to mean 0 and variance 1 over the batch: `gamma · (x - mean) / √(variance + epsilon) + beta`.
 *
 * In training the statistics are those of the batch, and moving averages of them are kept; otherwise, and where
 * `trainable` is false, the moving averages are used. Steps that are masked do not count.
 *
 * - input: any shape
 * - output: the shape of the input
 * - gamma, beta, moving mean and variance: `[size of the axis]`
 *
 * @throws {ShapeError} when the size of the axis is unknown.
 * @see {@link https://arxiv.org/abs/1502.03167 | Ioffe and Szegedy, 2015}, section 3
 * @see {@link https://keras.io/api/layers/normalization_layers/batch_normalization/ | keras.layers.BatchNormalization}
 * @example
 * new BatchNormalization({ epsilon: 0 })(tensor([[1], [3]]), { training: true }); // [[-1], [1]]
 */
export class BatchNormalization extends /* @__PURE__ */ defineLayer(
  "keras.layers.BatchNormalization",
  {
    /** The axis of the channels. */
    axis: integer(-1),
    /** Weight of the past in the moving averages, in `[0, 1]`. */
    momentum: number(0.99),
    ...epsilonOption,
    ...affineOptions,
    ...affineStarts,
    /** Starting values of the moving mean. */
    movingMeanInitializer: initializer("zeros"),
    /** Starting values of the moving variance. */
    movingVarianceInitializer: initializer("ones"),
    ...affineLimits,
    /** Whether statistics are shared between devices: there is one. */
    synchronized: boolean(false),
    /** Whether to correct by slower moving averages in training (Ioffe, 2017). */
    renorm: boolean(false),
    /** Limits of that correction: its factor in `[rmin, rmax]`, its shift in `[-dmax, dmax]`. */
    renormClipping: /* @__PURE__ */ nullable(clipping)(null),
    /** Weight of the past in the slower averages. */
    renormMomentum: number(0.99),
  },
  Affine,
) {
  movingMean!: Variable;
  movingVariance!: Variable;
  movingStddev: Variable | null = null;
  renormMean: Variable | null = null;
  renormStddev: Variable | null = null;
  protected override readonly takesMask = true;

  override get renormClipping(): Clipping | null {
    const given = this.initial("renormClipping") as Clipping | null;
    return given ?? (this.renorm ? {} : null);
  }

  protected override validate(): void {
    const { rmin, rmax, dmax } = this.renormClipping ?? {};
    if ((rmin ?? 0) <= (rmax ?? Infinity) && (dmax ?? 0) >= 0) return;
    throw refusal(OptionError, {
      action: "create BatchNormalization",
      option: "renormClipping",
      expected: "`renormClipping` must have `rmin` at most `rmax`, and `dmax` of at least 0",
      received: this.renormClipping,
    });
  }

  override build(inputShape: Shape): void {
    checkAxes(this, inputShape, this.axis);
    const shape = [knownAxis(this, inputShape, this.axis)];
    this.addAffine(shape);
    const statistic = (name: string, start: InitialValue, f = (x: Tensor) => x): Variable =>
      this.addWeight({ name, shape, trainable: false, initializer: (size, dtype) => f(toTensor(start(size, dtype))) });
    this.movingMean = statistic("moving_mean", this.movingMeanInitializer);
    this.movingVariance = statistic("moving_variance", this.movingVarianceInitializer);
    if (this.renorm) {
      this.movingStddev = statistic("moving_stddev", this.movingVarianceInitializer, sqrt);
      this.renormMean = statistic("renorm_mean", this.movingMeanInitializer);
      this.renormStddev = statistic("renorm_stddev", this.movingVarianceInitializer, sqrt);
    }
    this.inputSpec = { rank: inputShape.length, axes: { [this.axis]: shape[0]! } };
  }

  override call(given: Tensor, { training, mask }: CallOptions): Tensor {
    const x = cast(given, "float32");
    const { axis, epsilon } = this;
    if (!training || !this.trainable) return this.#normalize(x, this.movingMean, this.movingVariance);
    const isPlain = !mask && !this.renorm && isFloatTensor(x) && x.size > 0;
    if (isPlain && (axis === -1 || axis === x.rank - 1)) return this.#normalizeWhole(x);
    const { mean, variance } = maskedMoments(this, x, axis, (mask ?? null) as Tensor | null);
    if (this.renorm) {
      const { gamma, beta } = renormalize(this, mean, variance);
      return batchNormalization(x, mean, variance, axis, { offset: beta, scale: gamma, epsilon });
    }
    this.average(this.movingMean, mean, this.momentum);
    this.average(this.movingVariance, variance, this.momentum);
    return this.#normalize(x, mean, variance);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    checkAxes(this, inputShape, this.axis);
    return inputShape;
  }

  /** `v ← momentum · v + (1 - momentum) · value`. */
  average(variable: Variable, value: Tensor, momentum: number): void {
    variable.assign(add(multiply(variable, momentum), multiply(value, 1 - momentum)));
  }

  /** Statistics and normalization in one op of the kernels. */
  #normalizeWhole(x: Tensor): Tensor {
    const [gamma, beta] = [this.gamma, this.beta].map((weight) => (weight ? tensorOf(weight) : undefined));
    const { output, mean, variance } = batchNorm(x, { gamma, beta, epsilon: this.epsilon });
    this.average(this.movingMean, mean, this.momentum);
    this.average(this.movingVariance, variance, this.momentum);
    return output;
  }
  #normalize(x: Tensor, mean: Tensor | Variable, variance: Tensor | Variable): Tensor {
    const { axis, epsilon, beta: offset, gamma: scale } = this;
    return batchNormalization(x, mean, variance, axis, { offset, scale, epsilon });
  }
}
