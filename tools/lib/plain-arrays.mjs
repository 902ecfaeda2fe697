import { NDArray } from "@hornbeam/core";

/** Arrays in lists and records as JSON can hold them. */
export function plain(value) {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof NDArray))
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
  const { shape, dtype, data } = value;
  return { shape, dtype, data: Array.from(data, dtype === "string" ? String : Number) };
}

/** The largest difference, relative to what is wanted where that is more than 1. */
export function distance(got, want) {
  if (typeof want === "number") return Math.abs(got - want) / (1 + Math.abs(want));
  if (Array.isArray(want)) return Math.max(...want.map((part, i) => distance(got[i], part)));
  if (!Array.isArray(want.data)) return Math.max(...Object.keys(want).map((key) => distance(got[key], want[key])));
  if (String(got.shape) !== String(want.shape)) throw new Error(`shape ${got.shape}, wanted ${want.shape}`);
  return got.data.reduce((most, value, i) => Math.max(most, distance(value, want.data[i])), 0);
}
