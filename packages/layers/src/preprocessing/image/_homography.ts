/** The corners of a quadrilateral, as `[x, y]`. */
export type Corners = readonly (readonly [number, number])[];

/**
 * What maps the corners of one quadrilateral to those of another: `[a0, a1, a2, b0, b1, b2, c0, c1]` such that
 * `x' = (a0 x + a1 y + a2) / (c0 x + c1 y + 1)` and `y' = (b0 x + b1 y + b2) / (c0 x + c1 y + 1)`.
 * Where there is no such map, it is the one that changes nothing.
 */
export function homography(from: Corners, to: Corners): number[] {
  const rows = from.flatMap(([x, y], i) => {
    const [u, v] = to[i]!;
    return [
      [x, y, 1, 0, 0, 0, -u * x, -u * y, u],
      [0, 0, 0, x, y, 1, -v * x, -v * y, v],
    ];
  });
  for (let column = 0; column < 8; column++) {
    const pivot = largest(rows, column);
    if (Math.abs(rows[pivot]![column]!) < 1e-12) return [1, 0, 0, 0, 1, 0, 0, 0];
    [rows[column], rows[pivot]] = [rows[pivot]!, rows[column]!];
    eliminate(rows, column);
  }
  return rows.map((row, i) => row[8]! / row[i]!);
}

/** The row from `column` on that has the largest number there. */
function largest(rows: readonly number[][], column: number): number {
  let best = column;
  for (let i = column + 1; i < rows.length; i++) {
    if (Math.abs(rows[i]![column]!) > Math.abs(rows[best]![column]!)) best = i;
  }
  return best;
}

function eliminate(rows: readonly number[][], column: number): void {
  const pivot = rows[column]!;
  for (const row of rows) {
    if (row === pivot) continue;
    const times = row[column]! / pivot[column]!;
    for (let i = column; i < row.length; i++) row[i]! -= times * pivot[i]!;
  }
}
