import { integerPairs } from "./_integers.ts";

/**
 * Greatest common divisor of integers, with broadcasting; never negative.
 *
 * @throws {DTypeError} for floats.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.gcd}
 * @example
 * gcd(12, 18); // 6
 */
export const gcd = /* @__PURE__ */ integerPairs("Gcd", divisor);

/**
 * Least common multiple of integers, with broadcasting; never negative, and 0 where one of them is.
 *
 * @throws {DTypeError} for floats.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.lcm}
 * @example
 * lcm(4, 6); // 12
 */
export const lcm = /* @__PURE__ */ integerPairs("Lcm", (a, b) =>
  Math.imul(Math.abs(a), Math.abs(b) / (divisor(a, b) || 1)),
);

/** Euclid's algorithm. */
function divisor(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y !== 0) [x, y] = [y, x % y];
  return x;
}
