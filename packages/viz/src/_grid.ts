/**
 * Columns of a grid of `count` cells that is near to square and leaves few cells empty, at most `most`:
 * 9 → 3, 10 → 5, 16 → 4, 36 → 6.
 */
export function gridColumns(count: number, most = 12): number {
  const square = Math.min(Math.ceil(Math.sqrt(count)), most);
  let [best, fewest] = [square, Infinity];
  for (let columns = square; columns <= Math.min(most, 2 * square - 1); columns++) {
    const empty = Math.ceil(count / columns) * columns - count;
    if (empty < fewest) [best, fewest] = [columns, empty];
  }
  return best;
}
