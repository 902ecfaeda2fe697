import { clipTensors } from "@hornbeam/kernels";
import type { Tensor } from "@hornbeam/kernels/tfjs";
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
  if (clipnorm) return clipTensors(gradients, { norm: clipnorm });
  if (globalClipnorm) return clipTensors(gradients, { globalNorm: globalClipnorm });
  if (clipvalue) return clipTensors(gradients, { value: clipvalue });
  return gradients;
}
