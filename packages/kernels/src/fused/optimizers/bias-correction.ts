const { fround } = Math;

/**
 * `1 - βᵗ`, every part of it rounded to float32 as Keras computes it: where a power of β is near 1, the rounding shows in
 * a step, and two runs can be compared only if both round alike.
 *
 * @example
 * powerComplement(0.5, 2); // 0.75
 */
export function powerComplement(beta: number, step: number): number {
  return fround(1 - fround(fround(beta) ** step));
}

/**
 * A learning rate with Adam's correction of the start, `η √(1 - β₂ᵗ) / (1 - β₁ᵗ)`, rounded likewise.
 *
 * @example
 * correctedRate(3, 0.5, 0.75, 1); // 3
 */
export function correctedRate(learningRate: number, beta1: number, beta2: number, step: number): number {
  const root = fround(Math.sqrt(powerComplement(beta2, step)));
  return fround(fround(fround(learningRate) * root) / powerComplement(beta1, step));
}
