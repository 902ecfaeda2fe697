/** Windows that are sums of cosines, by their coefficients; the last two by formulas of their own. */
const cosineSums = {
  boxcar: [1],
  hann: [0.5, 0.5],
  hamming: [0.54, 0.46],
  blackman: [0.42, 0.5, 0.08],
  nuttall: [0.3635819, 0.4891775, 0.1365995, 0.0106411],
  blackmanharris: [0.35875, 0.48829, 0.14128, 0.01168],
  flattop: [0.21557895, 0.41663158, 0.277263158, 0.083578947, 0.006947368],
} as const;

/** A window's name in SciPy. */
export type WindowName = keyof typeof cosineSums | "bartlett" | "triang" | "cosine";

export const windowNames: readonly WindowName[] = [
  "boxcar",
  "hann",
  "hamming",
  "blackman",
  "nuttall",
  "blackmanharris",
  "flattop",
  "bartlett",
  "triang",
  "cosine",
];

export function isWindowName(value: unknown): value is WindowName {
  return windowNames.includes(value as WindowName);
}

/**
 * A window's values: symmetric, or one period of it, which is the window that is one longer without its last value.
 *
 * @see {@link https://docs.scipy.org/doc/scipy/reference/signal.windows.html | scipy.signal.windows}
 */
export function windowValues(name: WindowName, length: number, periodic: boolean): number[] {
  if (length <= 1) return Array<number>(length).fill(1);
  const size = periodic ? length + 1 : length;
  return Array.from({ length }, (_, i) => valueAt(name, i, size));
}

function valueAt(name: WindowName, i: number, size: number): number {
  switch (name) {
    case "bartlett":
      return 1 - Math.abs((2 * i) / (size - 1) - 1);
    case "triang":
      return 1 - Math.abs(2 * i - (size - 1)) / (size % 2 === 0 ? size : size + 1);
    case "cosine":
      return Math.sin((Math.PI / size) * (i + 0.5));
    default: {
      const angle = (2 * Math.PI * i) / (size - 1);
      return cosineSums[name].reduce((sum, share, k) => sum + (k % 2 === 0 ? 1 : -1) * share * Math.cos(k * angle), 0);
    }
  }
}
