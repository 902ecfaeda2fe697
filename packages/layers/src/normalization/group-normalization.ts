import {
  axisOf,
  defineLayer,
  integer,
  knownAxis,
  option,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import { groupNorm } from "@hornbeam/kernels";
import { cast, moveaxis } from "@hornbeam/ops";
import { isFloatTensor, tensorOf } from "../_fused.ts";
import { Affine, checkAxes } from "./_affine.ts";
import { affineLimits, affineOptions, affineStarts, epsilonOption } from "./_options.ts";

const groups = /* @__PURE__ */ option<number>("a positive integer or -1", (given) =>
  Number.isSafeInteger(given) && ((given as number) > 0 || given === -1) ? (given as number) : undefined,
);

/**
 * Brings each group of channels of each example to mean 0 and variance 1, then applies `gamma · x + beta`.
 *
 * - input: `[batch, ..., channels]`, or the channels at another `axis`
 * - output: the shape of the input
 * - gamma, beta: `[channels]`
 *
 * @throws {ShapeError} when `groups` does not divide the number of channels.
 * @see {@link https://arxiv.org/abs/1803.08494 | Wu and He, 2018}
 * @see {@link https://keras.io/api/layers/normalization_layers/group_normalization/ | keras.layers.GroupNormalization}
 * @example
 * new GroupNormalization({ groups: 2, epsilon: 0 })(tensor([[1, 3, 5, 9]])); // [[-1, 1, -1, 1]]
 */
export class GroupNormalization extends /* @__PURE__ */ defineLayer(
  "keras.layers.GroupNormalization",
  {
    /** Number of groups; -1 for one a channel. */
    groups: groups(32),
    /** The axis of the channels. */
    axis: integer(-1),
    ...epsilonOption,
    ...affineOptions,
    ...affineStarts,
    ...affineLimits,
  },
  Affine,
) {
  #channels: number | undefined;

  /** -1 becomes the number of channels when the layer is built. */
  override get groups(): number {
    const given = this.initial("groups") as number;
    return given === -1 ? (this.#channels ?? -1) : given;
  }

  override build(inputShape: Shape): void {
    checkAxes(this, inputShape, this.axis);
    const channels = knownAxis(this, inputShape, this.axis);
    this.#channels = channels;
    if (channels % this.groups !== 0) {
      throw refusal(ShapeError, {
        action: `build ${this[Symbol.toStringTag]}`,
        expected: `\`groups\`, ${this.groups}, must divide the number of channels, ${channels}`,
        receivedAs: "shape",
        received: inputShape,
      });
    }
    this.addAffine([channels]);
    this.inputSpec = { rank: inputShape.length, axes: { [this.axis]: channels } };
  }

  override call(x: Tensor): Tensor {
    const axis = axisOf(this.axis, x.rank)!;
    const values = isFloatTensor(x) ? x : cast(x, "float32");
    if (axis === x.rank - 1) return this.#normalize(values);
    return moveaxis(this.#normalize(moveaxis(values, axis, -1)), -1, axis);
  }

  /** The same with the channels last. */
  #normalize(x: Tensor): Tensor {
    const [gamma, beta] = [this.gamma ? tensorOf(this.gamma) : undefined, this.beta ? tensorOf(this.beta) : undefined];
    return groupNorm(x, { groups: this.groups, gamma, beta, epsilon: this.epsilon });
  }

  override computeOutputShape(inputShape: Shape): Shape {
    checkAxes(this, inputShape, this.axis);
    return inputShape;
  }
}
