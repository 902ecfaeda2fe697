/**
 * Inverse of the error function, by Giles' polynomials: right to 4 units in the last place of a float32.
 *
 * @see {@link https://people.maths.ox.ac.uk/gilesm/files/gems_erfinv.pdf | Giles, 2010}
 */
export function inverseErf(x: number): number {
  if (Math.abs(x) >= 1) return Math.abs(x) === 1 ? x * Number.POSITIVE_INFINITY : Number.NaN;
  const w = -Math.log((1 - x) * (1 + x));
  return x * (w < 5 ? evaluate(central, w - 2.5) : evaluate(outer, Math.sqrt(w) - 3));
}

/** Coefficients from the highest power down. */
const central = [
  2.81022636e-8, 3.43273939e-7, -3.5233877e-6, -4.39150654e-6, 0.00021858087, -0.00125372503, -0.00417768164,
  0.246640727, 1.50140941,
];
const outer = [
  -0.000200214257, 0.000100950558, 0.00134934322, -0.00367342844, 0.00573950773, -0.0076224613, 0.00943887047,
  1.00167406, 2.83297682,
];

function evaluate(coefficients: readonly number[], at: number): number {
  return coefficients.reduce((sum, coefficient) => sum * at + coefficient, 0);
}
