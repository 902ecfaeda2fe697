import { NDArray } from "@hornbeam/core";

export interface MelOptions {
  readonly bands: number;
  /** Number of frequencies, from 0 to half of the sampling rate. */
  readonly frequencies: number;
  readonly samplingRate: number;
  readonly lowest: number;
  readonly highest: number;
}

const melOf = (hertz: number): number => 1127 * Math.log(1 + hertz / 700);

/**
 * How much each frequency adds to each band: triangles over the mel scale, `1127 ln(1 + hertz / 700)`, whose peak is 1.
 * The frequency 0 adds to none. Shape `[frequencies, bands]`.
 */
export function melWeights({ bands, frequencies, samplingRate, lowest, highest }: MelOptions): NDArray {
  const [from, to] = [melOf(lowest), melOf(highest)];
  const edge = (i: number): number => from + ((to - from) * i) / (bands + 1);
  const weights = new Float32Array(frequencies * bands);
  for (let f = 1; f < frequencies; f++) {
    const mel = melOf(((samplingRate / 2) * f) / (frequencies - 1));
    for (let band = 0; band < bands; band++) {
      const [left, middle, right] = [edge(band), edge(band + 1), edge(band + 2)];
      const height = Math.min((mel - left) / (middle - left), (right - mel) / (right - middle));
      weights[f * bands + band] = Math.max(0, height);
    }
  }
  return new NDArray(weights, [frequencies, bands]);
}

/** Real and imaginary part of a windowed Fourier transform, as kernels `[size, 1, size / 2 + 1]` of a convolution. */
export function fourierKernels(window: readonly number[], size: number): readonly [NDArray, NDArray] {
  const frequencies = Math.floor(size / 2) + 1;
  const before = Math.floor((size - window.length) / 2);
  const kernel = (wave: (angle: number) => number): NDArray => {
    const data = new Float32Array(size * frequencies);
    window.forEach((weight, i) => {
      const time = before + i;
      for (let f = 0; f < frequencies; f++)
        data[time * frequencies + f] = weight * wave((-2 * Math.PI * ((time * f) % size)) / size);
    });
    return new NDArray(data, [size, 1, frequencies]);
  };
  return [kernel(Math.cos), kernel(Math.sin)];
}

/** One period of a window of cosines. */
export function cosineWindow(name: "hann" | "hamming", length: number): number[] {
  const middle = name === "hann" ? 0.5 : 0.54;
  return Array.from({ length }, (_, i) => middle - (1 - middle) * Math.cos((2 * Math.PI * i) / length));
}
