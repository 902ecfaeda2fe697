import { defineLayer, type KnownShape, refusal, type Shape, ShapeError, type Variable } from "@hornbeam/core";
import { affineLimits, affineOptions, affineStarts } from "./_options.ts";

/** Parent of the normalizations that end in `gamma · x + beta`. */
export abstract class Affine extends /* @__PURE__ */ defineLayer("Affine", {
  ...affineOptions,
  ...affineStarts,
  ...affineLimits,
}) {
  gamma: Variable | null = null;
  beta: Variable | null = null;
  protected override readonly supportsMasking = true;

  protected addAffine(shape: KnownShape, { scale, center }: { scale: boolean; center: boolean } = this): void {
    if (scale) {
      this.gamma = this.addWeight({
        name: "gamma",
        shape,
        initializer: this.gammaInitializer,
        regularizer: this.gammaRegularizer,
        constraint: this.gammaConstraint,
      });
    }
    if (center) {
      this.beta = this.addWeight({
        name: "beta",
        shape,
        initializer: this.betaInitializer,
        regularizer: this.betaRegularizer,
        constraint: this.betaConstraint,
      });
    }
  }
}

/** @throws {ShapeError} when a shape has no such axis. */
export function checkAxes(
  layer: { readonly [Symbol.toStringTag]: string },
  shape: Shape,
  axes: number | readonly number[],
): void {
  for (const axis of typeof axes === "number" ? [axes] : axes) {
    if (axis >= -shape.length && axis < shape.length) continue;
    throw refusal(ShapeError, {
      action: `call ${layer[Symbol.toStringTag]}`,
      expected: `the input must have an axis ${axis}`,
      receivedAs: "shape",
      received: shape,
    });
  }
}
