export type Point = readonly [x: number, y: number];

/** Pieces of a line, parted where a value cannot be drawn. */
export function pieces(
  epochs: readonly number[],
  values: readonly number[],
  drawable: (value: number) => boolean,
  place: (epoch: number, value: number) => Point,
): Point[][] {
  const all: Point[][] = [];
  let open: Point[] | undefined;
  values.forEach((value, i) => {
    if (!drawable(value)) {
      open = undefined;
      return;
    }
    if (open === undefined) {
      open = [];
      all.push(open);
    }
    open.push(place(epochs[i]!, value));
  });
  return all;
}

/**
 * The points of a line that are seen: of those in one column of pixels the first, the lowest, the highest and the
 * last. A line of any length looks the same with them as with all.
 */
export function thin(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = [];
  for (let i = 0; i < points.length; ) {
    const column = Math.floor(points[i]![0]);
    let end = i;
    let [low, high] = [i, i];
    while (end < points.length && Math.floor(points[end]![0]) === column) {
      if (points[end]![1] < points[low]![1]) low = end;
      if (points[end]![1] > points[high]![1]) high = end;
      end++;
    }
    for (const index of new Set([i, low, high, end - 1].sort((a, b) => a - b))) kept.push(points[index]!);
    i = end;
  }
  return kept;
}

/**
 * Exponential moving average without the pull of its start: `sᵢ = w·sᵢ₋₁ + (1 - w)·vᵢ`, divided by `1 - wⁱ`.
 * Values that are not finite stay as they are and are not counted.
 */
export function smooth(values: readonly number[], weight: number): number[] {
  let [sum, counted] = [0, 0];
  return values.map((value) => {
    if (!Number.isFinite(value)) return value;
    counted++;
    sum = weight * sum + (1 - weight) * value;
    return sum / (1 - weight ** counted);
  });
}
