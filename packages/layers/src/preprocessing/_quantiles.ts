/** Values in ascending order, each with the number of data that it stands for. */
export interface Summary {
  readonly values: readonly number[];
  readonly weights: readonly number[];
}

/** A summary of data: at most about `1 / epsilon` of the values, evenly spaced in their order. */
export function summarize(data: ArrayLike<number>, epsilon: number): Summary {
  const sorted = Float32Array.from(data).sort();
  const step = Math.max(sorted.length * epsilon, 1);
  const values: number[] = [];
  for (let i = Math.floor(step - 1); i < sorted.length; i += Math.floor(step)) values.push(sorted[i]!);
  return { values, weights: values.map(() => step) };
}

/** One summary of two, no larger than `epsilon` asks for. */
export function merge(first: Summary, second: Summary, epsilon: number): Summary {
  const values = [...first.values, ...second.values];
  const weights = [...first.weights, ...second.weights];
  const order = values.map((_, i) => i).sort((a, b) => values[a]! - values[b]!);
  return compress({ values: order.map((i) => values[i]!), weights: order.map((i) => weights[i]!) }, epsilon);
}

/** The boundaries between bins of equal numbers of data. */
export function boundariesOf(summary: Summary, bins: number): number[] {
  return compress(summary, 1 / bins).values.slice(0, -1);
}

function compress(summary: Summary, epsilon: number): { values: number[]; weights: number[] } {
  const { values, weights } = summary;
  if (values.length * epsilon < 1) return { values: [...values], weights: [...weights] };
  let sum = 0;
  const cumulative = weights.map((weight) => (sum = Math.fround(sum + weight)));
  const shares = cumulative.map((one) => Math.fround(one / sum));
  const wanted = Array.from({ length: Math.ceil(1 / epsilon) }, (_, i) => epsilon + i * epsilon);
  const reached = wanted.map((share) => interpolate(share, shares, cumulative));
  return {
    values: wanted.map((share) => Math.fround(interpolate(share, shares, values))),
    weights: reached.map((one, i) => Math.fround(one - (i === 0 ? 0 : reached[i - 1]!))),
  };
}

/** The value at `x` of a line through points, level beyond its ends. */
function interpolate(x: number, xs: readonly number[], ys: readonly number[]): number {
  const next = xs.findIndex((one) => one > x);
  if (next < 0) return ys.at(-1)!;
  if (next === 0) return ys[0]!;
  const [x0, x1] = [xs[next - 1]!, xs[next]!];
  return ys[next - 1]! + ((x - x0) / (x1 - x0)) * (ys[next]! - ys[next - 1]!);
}
