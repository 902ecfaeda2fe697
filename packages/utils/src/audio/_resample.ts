import { NDArray } from "@hornbeam/core";

/** How many periods of the lower rate a sample depends on, either way. */
const reach = 16;

/**
 * A sound at another rate: each new sample is the old ones weighted by a sinc, which cuts off what the lower of the two
 * rates cannot carry, under a Hann window.
 */
export function resampled(samples: NDArray, from: number, to: number): NDArray {
  if (from === to) return samples;
  const [count, channels] = samples.shape as [number, number];
  const length = Math.ceil((count * to) / from);
  const share = Math.min(1, to / from);
  const width = reach / share;
  const output = new Float32Array(length * channels);
  for (let place = 0; place < length; place++) {
    const center = (place * from) / to;
    const [first, last] = [Math.max(0, Math.ceil(center - width)), Math.min(count - 1, Math.floor(center + width))];
    for (let i = first; i <= last; i++) {
      const weight = kernel(i - center, share, width);
      for (let channel = 0; channel < channels; channel++) {
        output[place * channels + channel]! += weight * Number(samples.data[i * channels + channel]);
      }
    }
  }
  return new NDArray(output, [length, channels]);
}

function kernel(distance: number, share: number, width: number): number {
  const x = Math.PI * distance * share;
  const sinc = x === 0 ? 1 : Math.sin(x) / x;
  return share * sinc * (0.5 + 0.5 * Math.cos((Math.PI * distance) / width));
}
