import type { Workload } from "./workloads/index.ts";

/** Samples with a class in them, the same for all: a fixed pattern, so that the loss must fall. */
export function samples(
  { shape, words }: Workload,
  count: number,
): { x: Float32Array | Int32Array; y: Int32Array; shape: number[] } {
  const size = shape.reduce((product, each) => product * each, 1);
  const y = Int32Array.from({ length: count }, (_, i) => (i * 7) % 10);
  const value = (at: number): number => {
    const [place, sample] = [at % size, Math.floor(at / size)];
    const noise = ((place * 7 + sample * 131) % 17) / 17;
    if (words) return Math.floor(noise * 100) * 10 + (place % 3 === 0 ? y[sample]! : 0);
    return noise * (place % 10 === y[sample] ? 1 : 0.2);
  };
  const x = words
    ? Int32Array.from({ length: count * size }, (_, at) => value(at))
    : Float32Array.from({ length: count * size }, (_, at) => value(at));
  return { x, y, shape: [count, ...shape] };
}
