import type { NDArray } from "@hornbeam/core";
import type { Checks } from "./checks.ts";

/** What a sample must satisfy, whatever the random numbers. */
export interface Stats {
  readonly mean?: number;
  readonly meanTol?: number;
  readonly std?: number;
  readonly stdTol?: number;
  readonly min?: number;
  readonly max?: number;
  readonly distinct?: number;
  readonly integers?: boolean;
  readonly zeroFraction?: number;
  readonly zeroFractionTol?: number;
  readonly frequencies?: readonly (readonly number[])[];
  readonly frequenciesTol?: number;
}

export function checkStats(checks: Checks, where: string, array: NDArray, stats: Stats): void {
  const values = Array.from(array.data as Float32Array, Number);
  const { mean, std } = momentsOf(values);
  if (stats.mean !== undefined) checks.number(`${where} mean`, mean, stats.mean, stats.meanTol ?? 0);
  if (stats.std !== undefined) checks.number(`${where} std`, std, stats.std, stats.stdTol ?? 0);
  // bounds are stored as decimals of float32 numbers
  const slack = (bound: number): number => 1e-6 * Math.abs(bound);
  const { min, max } = stats;
  if (min !== undefined)
    checks.holds(
      where,
      values.every((v) => v >= min - slack(min)),
      `a value below ${min}`,
    );
  if (max !== undefined)
    checks.holds(
      where,
      values.every((v) => v <= max + slack(max)),
      `a value above ${max}`,
    );
  if (stats.distinct !== undefined) {
    const distinct = new Set(values).size;
    checks.holds(where, distinct >= stats.distinct, `${distinct} different values, wanted ${stats.distinct}`);
  }
  if (stats.integers) checks.holds(where, values.every(Number.isInteger), "a value that is not whole");
  if (stats.zeroFraction !== undefined) {
    checks.number(`${where} zeroFraction`, zeroFraction(values), stats.zeroFraction, stats.zeroFractionTol ?? 0);
  }
  stats.frequencies?.forEach((wanted, row) => {
    const length = array.shape.at(-1)!;
    const part = values.slice(row * length, (row + 1) * length);
    wanted.forEach((share, label) => {
      const got = part.filter((value) => value === label).length / part.length;
      checks.number(`${where} share of ${label} in row ${row}`, got, share, stats.frequenciesTol ?? 0);
    });
  });
}

export function momentsOf(values: readonly number[]): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const variance = values.reduce((total, value) => total + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}

export function zeroFraction(values: readonly number[]): number {
  return values.filter((value) => value === 0).length / values.length;
}

/** The slices of an array along an axis, each as a flat list of its elements. */
export function slicesAlong(array: NDArray, axis: number): number[][] {
  const rank = array.shape.length;
  const along = axis < 0 ? axis + rank : axis;
  const count = array.shape[along]!;
  const inner = array.shape.slice(along + 1).reduce((size, n) => size * n, 1);
  const slices: number[][] = Array.from({ length: count }, () => []);
  array.data.forEach((value: unknown, i: number) => {
    slices[Math.floor(i / inner) % count]!.push(Number(value));
  });
  return slices;
}
