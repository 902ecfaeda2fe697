import {
  add,
  clipByValue,
  div,
  maximum,
  minimum,
  mul,
  reciprocal,
  scalar,
  sqrt,
  square,
  stack,
  sub,
  sum,
  type Tensor,
} from "@hornbeam/kernels/tfjs";
import { OptionError, refusal } from "../errors.ts";

/** The three ways in which gradients are kept small; at most one is set. */
export interface Clipping {
  readonly clipnorm: number | null;
  readonly globalClipnorm: number | null;
  readonly clipvalue: number | null;
}

/** @throws {OptionError} when more than one way is set. */
export function checkClipping(action: string, { clipnorm, globalClipnorm, clipvalue }: Clipping): void {
  const given = Object.entries({ clipnorm, clipvalue, globalClipnorm }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  if (given.length < 2) return;
  throw refusal(OptionError, {
    action,
    expected: "only one of `clipnorm`, `clipvalue` and `globalClipnorm` may be set",
    received: Object.fromEntries(given),
  });
}

/** The gradients, clipped. Zero, like null, clips nothing. */
export function clipGradients(gradients: readonly Tensor[], clipping: Clipping): readonly Tensor[] {
  const { clipnorm, globalClipnorm, clipvalue } = clipping;
  if (clipnorm) return gradients.map((gradient) => clipByNorm(gradient, clipnorm));
  if (globalClipnorm) return clipByGlobalNorm(gradients, globalClipnorm);
  if (clipvalue) return gradients.map((gradient) => clipByValue(gradient, -clipvalue, clipvalue));
  return gradients;
}

/** `g · limit / max(‖g‖, limit)`. */
function clipByNorm(gradient: Tensor, limit: number): Tensor {
  return div(mul(gradient, limit), maximum(sqrt(sum(square(gradient))), limit));
}

/** `g · limit · min(1 / norm, 1 / limit)`, where the norm is that of all gradients; not finite where the norm is not. */
function clipByGlobalNorm(gradients: readonly Tensor[], limit: number): Tensor[] {
  const norm = sqrt(sum(stack(gradients.map((gradient) => sum(square(gradient))))));
  const scale = mul(minimum(reciprocal(norm), scalar(1 / limit)), limit);
  const checked = add(scale, sub(norm, norm));
  return gradients.map((gradient) => mul(gradient, checked));
}
