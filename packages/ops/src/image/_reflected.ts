import { NDArray, type Tensor, toNDArray, toTensor } from "@hornbeam/core";

const single = Math.fround;

export interface Reflection {
  readonly nearest: boolean;
  readonly fillValue: number;
}

/**
 * A batch of images with the channels last, projected as `project` says, with reflections beyond the edges: computed on the
 * host, pixel by pixel, in float32. About an eighth of the time that ops take for it, but without a gradient.
 */
export function reflected(batch: Tensor, transforms: Tensor, { nearest, fillValue }: Reflection): Tensor {
  const [count, height, width, channels] = batch.shape as [number, number, number, number];
  const pixels = toNDArray(batch).data as Float32Array;
  const rows = toNDArray(transforms).data as Float32Array;
  const output = new Float32Array(pixels.length);
  const size = height * width * channels;
  for (let image = 0; image < count; image++) {
    const from = rows.length === 8 ? 0 : image * 8;
    const one = {
      pixels: pixels.subarray(image * size, (image + 1) * size),
      height,
      width,
      channels,
      nearest,
      fillValue,
    };
    projectOne(one, rows.subarray(from, from + 8), output.subarray(image * size, (image + 1) * size));
  }
  return toTensor(new NDArray(output, batch.shape));
}

interface Image extends Reflection {
  readonly pixels: Float32Array;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

function projectOne(image: Image, row: Float32Array, output: Float32Array): void {
  const { pixels, height, width, channels, nearest, fillValue } = image;
  const [a0, a1, a2, b0, b1, b2, c0, c1] = row as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ]; // eight, as was checked
  let to = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++, to += channels) {
      const k = single(single(single(c0 * x) + single(c1 * y)) + 1);
      if (k === 0) {
        output.fill(fillValue, to, to + channels);
        continue;
      }
      const u = folded(single(single(single(single(a0 * x) + single(a1 * y)) + a2) / k), width);
      const v = folded(single(single(single(single(b0 * x) + single(b1 * y)) + b2) / k), height);
      if (nearest) {
        const at = (Math.floor(v + 0.5) * width + Math.floor(u + 0.5)) * channels;
        for (let i = 0; i < channels; i++) output[to + i] = pixels[at + i]!;
        continue;
      }
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [across, down] = [u - left, v - top];
      const above = (top * width + left) * channels;
      // where the last row or column is met, nothing of the next one counts
      const right = across > 0 ? channels : 0;
      const below = down > 0 ? width * channels : 0;
      for (let i = above; i < above + channels; i++) {
        const upper = pixels[i]! * (1 - across) + pixels[i + right]! * across;
        const lower = pixels[i + below]! * (1 - across) + pixels[i + below + right]! * across;
        output[to + i - above] = upper * (1 - down) + lower * down;
      }
    }
  }
}

/** The place within an axis that one beyond its ends is a reflection of: the pixels at the ends are seen twice. */
function folded(place: number, size: number): number {
  if (size === 1) return 0;
  let at = place;
  if (place < 0) {
    const under = single(place + single(2 * size * Math.floor(single(-place / (2 * size)))));
    at = under < -size ? single(under + 2 * size) : single(-under - 1);
  } else if (place > size - 1) {
    const over = single(place - single(2 * size * Math.floor(single(place / (2 * size)))));
    at = over >= size ? single(2 * size - 1 - over) : over;
  }
  return Math.min(Math.max(at, 0), size - 1);
}
