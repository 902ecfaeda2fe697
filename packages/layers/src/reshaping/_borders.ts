import { type MakeOption, option, type Shape } from "@hornbeam/core";

/** What is added or taken away before and after, for each spatial axis. */
export type Borders = readonly (readonly [before: number, after: number])[];
type Given = number | readonly number[] | readonly (readonly number[])[];

const isSize = (x: unknown): x is number => Number.isSafeInteger(x) && (x as number) >= 0;
const isPair = (x: unknown): x is [number, number] => Array.isArray(x) && x.length === 2 && x.every(isSize);

/** Sizes at the two ends of one axis: one number for both, or a pair. */
export const ends = /* @__PURE__ */ option<readonly [number, number], number | readonly number[]>(
  "a non-negative integer or a list of 2",
  (given) => (isSize(given) ? [given, given] : isPair(given) ? [given[0], given[1]] : undefined),
  (value) => [...value],
);

/** Sizes at the ends of several axes: one number, one for each axis, or a pair for each. */
export function borders(rank: number): MakeOption<Borders, Given> {
  return option<Borders, Given>(
    `a non-negative integer, a list of ${rank}, or a list of ${rank} pairs`,
    (given) => {
      const list = isSize(given) ? Array<number>(rank).fill(given) : given;
      if (!Array.isArray(list) || list.length !== rank) return undefined;
      const pairs = list.map((one) => (isSize(one) ? ([one, one] as const) : one));
      return pairs.every(isPair) ? pairs.map(([before, after]) => [before, after] as const) : undefined;
    },
    (value) => value.map((pair) => [...pair]),
  );
}

/** Borders of all axes, none for the batch and the channels. */
export function ofAllAxes(spatial: Borders, channelsFirst: boolean): Borders {
  return channelsFirst ? [[0, 0], [0, 0], ...spatial] : [[0, 0], ...spatial, [0, 0]];
}

/** The shape with borders added (`sign` 1) or taken away (-1). */
export function resized(shape: Shape, all: Borders, sign: 1 | -1): Shape {
  return shape.map((size, axis) => (size === null ? null : size + sign * (all[axis]![0] + all[axis]![1])));
}
