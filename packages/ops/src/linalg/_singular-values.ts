/**
 * Singular values of a matrix, unordered: its columns are turned against each other in pairs until all stand at right
 * angles, and are then as long as the singular values (the one-sided method of Jacobi).
 *
 * @param matrix Columns one after another, each of `rows` numbers, overwritten.
 * @see {@link https://doi.org/10.1137/0910023 | Demmel and Veselić, 1992}
 */
export function singularValues(matrix: Float64Array, rows: number): Float64Array {
  const count = matrix.length / rows;
  const column = (i: number): Float64Array => matrix.subarray(i * rows, (i + 1) * rows);
  for (let sweep = 0; sweep < 60; sweep++) {
    let turned = false;
    for (let i = 0; i < count; i++) {
      for (let j = i + 1; j < count; j++) turned = turn(column(i), column(j)) || turned;
    }
    if (!turned) break;
  }
  return Float64Array.from({ length: count }, (_, i) => Math.sqrt(dot(column(i), column(i))));
}

/** Turns two vectors in their plane to a right angle; false where they have one already. */
function turn(a: Float64Array, b: Float64Array): boolean {
  const [aa, bb, ab] = [dot(a, a), dot(b, b), dot(a, b)];
  if (Math.abs(ab) <= 1e-15 * Math.sqrt(aa * bb)) return false;
  const zeta = (bb - aa) / (2 * ab);
  const tangent = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const cosine = 1 / Math.sqrt(1 + tangent * tangent);
  const sine = cosine * tangent;
  for (let k = 0; k < a.length; k++) {
    const x = a[k]!;
    a[k] = cosine * x - sine * b[k]!;
    b[k] = sine * x + cosine * b[k]!;
  }
  return true;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
