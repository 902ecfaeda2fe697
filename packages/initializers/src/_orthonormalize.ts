/**
 * Vectors of length 1 at right angles, spanning the same spaces as the first ones given: Gram and Schmidt's method,
 * twice over for each vector, which keeps the angles right to rounding.
 *
 * @param vectors `count` vectors one after another, overwritten.
 * @see {@link https://doi.org/10.1007/s00211-005-0615-4 | Giraud et al., 2005}
 */
export function orthonormalize(vectors: Float64Array, count: number, length: number): Float64Array {
  for (let i = 0; i < count; i++) {
    const own = vectors.subarray(i * length, (i + 1) * length);
    for (let pass = 0; pass < 2; pass++) {
      for (let j = 0; j < i; j++) remove(own, vectors.subarray(j * length, (j + 1) * length));
    }
    const norm = Math.sqrt(dot(own, own));
    for (let k = 0; k < length; k++) own[k]! /= norm;
  }
  return vectors;
}

/** Takes from a vector its part along another one of length 1. */
function remove(vector: Float64Array, along: Float64Array): void {
  const share = dot(vector, along);
  for (let k = 0; k < vector.length; k++) vector[k]! -= share * along[k]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
