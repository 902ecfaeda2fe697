import type { Tensor } from "@hornbeam/core";
import { abs, arange, cast, expandDims, less, lessEqual, logicalAnd, subtract } from "@hornbeam/ops";

/** True where a target may see a source: at its own place or before. Bool, `[1, targets, sources]`. */
export function causalMask(targets: number, sources: number): Tensor {
  return lessEqual(places(sources, 0), places(targets, 1));
}

/** True where target and source are fewer than `size` places apart. Bool, `[1, targets, sources]`. */
export function bandMask(targets: number, sources: number, size: number): Tensor {
  return less(abs(subtract(places(targets, 1), places(sources, 0))), size);
}

/** True where all masks are; null where there is none. Masks broadcast. */
export function allOf(masks: readonly (Tensor | null | undefined)[]): Tensor | null {
  const given = masks.filter((mask) => mask !== null && mask !== undefined).map((mask) => cast(mask, "bool"));
  return given.length === 0 ? null : given.reduce((all, mask) => logicalAnd(all, mask));
}

function places(count: number, axis: 0 | 1): Tensor {
  return expandDims(arange(0, count), axis === 0 ? [0, 1] : [0, 2]);
}
