/** Red, green and blue, `[0, 255]`. */
export type RGB = readonly [number, number, number];

const stops: readonly RGB[] = [
  [18, 61, 130],
  [52, 120, 188],
  [140, 188, 222],
  [246, 246, 246],
  [240, 166, 134],
  [206, 82, 70],
  [122, 16, 38],
];

/** Blue below zero, near to white at it, red above: the colour of a value of `[-1, 1]`. NaN is purple. */
export function diverging(value: number): RGB {
  if (Number.isNaN(value)) return [214, 41, 176];
  const at = ((Math.min(1, Math.max(-1, value)) + 1) / 2) * (stops.length - 1);
  const below = Math.min(Math.floor(at), stops.length - 2);
  const [a, b] = [stops[below]!, stops[below + 1]!];
  const mix = (i: 0 | 1 | 2) => Math.round(a[i] + (b[i] - a[i]) * (at - below));
  return [mix(0), mix(1), mix(2)];
}

/** Black below zero, middle grey at it, white above. */
export function greys(value: number): RGB {
  if (Number.isNaN(value)) return [214, 41, 176];
  const level = Math.round(((Math.min(1, Math.max(-1, value)) + 1) / 2) * 255);
  return [level, level, level];
}
