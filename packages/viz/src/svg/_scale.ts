/** A mapping of values to pixels, with round values to mark on its axis. */
export interface Scale {
  (value: number): number;
  readonly ticks: readonly number[];
  /** Distance of neighbouring ticks; 0 where they are not evenly spaced. */
  readonly step: number;
}

/** `pixel = from + (value - low) / (high - low) · (to - from)`, with about `count` ticks. */
export function linearScale(low: number, high: number, from: number, to: number, count: number, whole = false): Scale {
  const map = (value: number) => from + ((value - low) / (high - low)) * (to - from);
  const { ticks, step } = linearTicks(low, high, count, whole);
  return Object.assign(map, { ticks, step });
}

/** `pixel = from + log(value / low) / log(high / low) · (to - from)`; `low` and `high` are positive. */
export function logScale(low: number, high: number, from: number, to: number, count: number): Scale {
  const decades = Math.log10(high) - Math.log10(low);
  const map = (value: number) => from + ((Math.log10(value) - Math.log10(low)) / decades) * (to - from);
  if (decades < 1) {
    const { ticks } = linearTicks(low, high, count);
    return Object.assign(map, { ticks, step: 0 });
  }
  const stride = Math.max(1, Math.ceil(decades / count));
  const factors = decades < 2.5 ? [1, 2, 5] : [1];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
    if (power % stride !== 0) continue;
    for (const factor of factors) {
      const tick = Number(`${factor}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return Object.assign(map, { ticks, step: 0 });
}

/** Multiples of 1, 2, 2.5 or 5 times a power of ten within `[low, high]`, as near to `count` of them as can be. */
export function linearTicks(
  low: number,
  high: number,
  count: number,
  whole = false,
): { ticks: number[]; step: number } {
  const rough = (high - low) / Math.max(1, count);
  const power = 10 ** Math.floor(Math.log10(rough));
  const steps = [1, 2, 2.5, 5, 10].map((factor) => factor * power).filter((step) => !whole || Number.isInteger(step));
  const near = steps.reduce(
    (best, step) => (distance(step, rough) < distance(best, rough) ? step : best),
    steps[0] ?? 1,
  );
  const step = whole ? Math.max(1, near) : near;
  const ticks: number[] = [];
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  for (let i = first; i <= last; i++) ticks.push(Number((i * step).toPrecision(12))); // 0.3, not 0.30000000000000004
  return { ticks, step };
}

const distance = (a: number, b: number) => Math.abs(Math.log(a / b));

/** Ends of an axis that shows all values with room around them, and zero where it is near. */
export function niceDomain(values: readonly number[]): [low: number, high: number] {
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (low > high) return [0, 1];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (high - low <= size * 1e-9) return size === 0 ? [-1, 1] : [low - size * 0.1, high + size * 0.1];
  const room = (high - low) * 0.06;
  return [low >= 0 && low < high * 0.2 ? 0 : low - room, high + room];
}

/** Ends of a logarithmic axis; `undefined` where no value is positive. */
export function niceLogDomain(values: readonly number[]): [low: number, high: number] | undefined {
  let [low, high] = [Infinity, 0];
  for (const value of values) if (value > 0) [low, high] = [Math.min(low, value), Math.max(high, value)];
  if (high === 0) return undefined;
  const room = Math.max((high / low) ** 0.05, 1.1);
  return [low / room, high * room];
}
