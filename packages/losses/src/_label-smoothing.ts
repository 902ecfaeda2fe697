import type { Tensor } from "@hornbeam/core";
import { add, multiply } from "@hornbeam/ops";

/** `t · (1 - s) + s / 2`. */
export function smoothBinary(truth: Tensor, smoothing: number): Tensor {
  return smooth(truth, smoothing, 2);
}

/** `t · (1 - s) + s / classes`, the classes being on the last axis. */
export function smoothClasses(truth: Tensor, smoothing: number): Tensor {
  return smooth(truth, smoothing, truth.shape.at(-1) ?? 1);
}

function smooth(truth: Tensor, smoothing: number, classes: number): Tensor {
  return smoothing === 0 ? truth : add(multiply(truth, 1 - smoothing), smoothing / classes);
}
