const count = 30;

/**
 * Thirty buckets of equal width from the least to the greatest value: `[left, right, count, left, …]`. Equal values
 * are all in the last one. Values that are not finite are left out.
 */
export function histogramBuckets(values: ArrayLike<number>): Float64Array {
  const buckets = new Float64Array(count * 3);
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let finite = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    finite++;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  if (finite === 0) return buckets;
  const width = (high - low) / count;
  for (let i = 0; i < count; i++) {
    buckets[i * 3] = width === 0 ? high : low + i * width;
    buckets[i * 3 + 1] = width === 0 || i === count - 1 ? high : low + (i + 1) * width;
  }
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const place = width === 0 ? count - 1 : Math.min(count - 1, Math.floor((value - low) / width));
    buckets[place * 3 + 2]!++;
  }
  return buckets;
}
