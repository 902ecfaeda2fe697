import { isTensor, NDArray, type Nested, toNDArray, Variable } from "@hornbeam/core";
import { expect } from "vitest";

/** What can be compared with nested lists of numbers. */
export type ArrayLike = Parameters<typeof toNDArray>[0] | Variable | NDArray | Nested;

export interface Tolerance {
  /** Largest difference that does not count. */
  readonly atol?: number;
  /** Largest difference that does not count, as a share of the expected number. */
  readonly rtol?: number;
}

declare module "vitest" {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> {
    /** Same shape, and numbers that agree up to rounding: `|a - b| <= atol + rtol · |b|`, 1e-5 each unless given. */
    toBeClose(expected: ArrayLike, tolerance?: Tolerance): R & (T extends unknown ? unknown : never);
  }
}

export function onHost(value: unknown): NDArray {
  if (value instanceof NDArray) return value;
  if (value instanceof Variable) return value.numpy();
  return isTensor(value) ? toNDArray(value) : NDArray.from(value as Nested);
}

/** The first difference between two arrays, in words; undefined where they agree. */
export function difference(
  received: NDArray,
  expected: NDArray,
  { atol = 1e-5, rtol = 1e-5 }: Tolerance = {},
): string | undefined {
  if (received.shape.join() !== expected.shape.join()) {
    return `shape [${received.shape.join(", ")}] in place of [${expected.shape.join(", ")}]`;
  }
  for (let i = 0; i < expected.size; i++) {
    const [a, b] = [Number(received.data[i]), Number(expected.data[i])];
    if (Object.is(a, b) || a === b || Math.abs(a - b) <= atol + rtol * Math.abs(b)) continue;
    return `${a} in place of ${b}, element ${i} of ${expected.size}`;
  }
  return undefined;
}

expect.extend({
  toBeClose(received: unknown, expected: ArrayLike, tolerance?: Tolerance) {
    const [a, b] = [onHost(received), onHost(expected)];
    const found = difference(a, b, tolerance);
    return {
      pass: found === undefined,
      message: () => (found ? `expected close numbers, found ${found}` : "expected numbers that differ"),
      actual: a.toArray(),
      expected: b.toArray(),
    };
  },
});
