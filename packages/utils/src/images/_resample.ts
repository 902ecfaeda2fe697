import type { Picture } from "./picture.ts";

/** How a picture gets another size. */
export const resamplings = ["nearest", "bilinear", "bicubic", "hamming", "box", "lanczos"] as const;
export type Resampling = (typeof resamplings)[number];

/** Part of a picture: its left and upper edge, and its size. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}
interface Size {
  readonly width: number;
  readonly height: number;
}
interface Filter {
  /** Beyond this distance, pixels do not count. */
  readonly reach: number;
  weight(distance: number): number;
}

const sinc = (x: number): number => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));
const filters: Readonly<Record<Exclude<Resampling, "nearest">, Filter>> = {
  box: { reach: 0.5, weight: (x) => (x > -0.5 && x <= 0.5 ? 1 : 0) },
  bilinear: { reach: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  hamming: { reach: 1, weight: (x) => (Math.abs(x) >= 1 ? 0 : sinc(x) * (0.54 + 0.46 * Math.cos(Math.PI * x))) },
  bicubic: { reach: 2, weight: cubic },
  lanczos: { reach: 3, weight: (x) => (x >= -3 && x < 3 ? sinc(x) * sinc(x / 3) : 0) },
};
function cubic(given: number): number {
  const x = Math.abs(given);
  if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
  return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/**
 * Part of a picture in another size, as Pillow makes it: where it gets smaller, all pixels count. Rows are done before
 * columns, values rounded in between, and colours count as much as their pixels are opaque.
 */
export function resample(picture: Picture, size: Size, by: Resampling, part: Part): Picture {
  const channels = { L: 1, I: 1, RGB: 3, RGBA: 4 }[picture.mode];
  if (by === "nearest") return nearest(picture, size, part, channels);
  const filter = filters[by];
  const weighted = picture.mode === "RGBA" ? { ...picture, data: premultiplied(picture.data) } : picture;
  // around the part, pixels count as well
  const across = weightsOf(filter, { offset: part.left, from: part.width, all: picture.width, to: size.width });
  const down = weightsOf(filter, { offset: part.top, from: part.height, all: picture.height, to: size.height });
  const narrow = along(weighted, across, { channels, isRow: true });
  const resized = along(narrow, down, { channels, isRow: false });
  return picture.mode === "RGBA" ? { ...resized, data: divided(resized.data) } : resized;
}

function nearest({ mode, width, data }: Picture, size: Size, part: Part, channels: number): Picture {
  const count = size.width * size.height * channels;
  const output = data instanceof Int32Array ? new Int32Array(count) : new Uint8Array(count);
  const [rows, columns] = [nearestTo(part.top, part.height, size.height), nearestTo(part.left, part.width, size.width)];
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      for (let i = 0; i < channels; i++) output[to++] = data[(row * width + column) * channels + i]!;
    }
  }
  return { mode, width: size.width, height: size.height, data: output };
}
/** The old place of each new one: counted up step by step, on which it depends where two are as near. */
function nearestTo(offset: number, from: number, to: number): number[] {
  const step = from / to;
  let place = offset + step * 0.5;
  return Array.from({ length: to }, () => {
    const at = Math.floor(place);
    place += step;
    return at;
  });
}

/** For each new place, the first old one that counts, and how much it and the next ones do. */
interface Weights {
  readonly start: number;
  readonly weights: readonly number[];
}

interface Axis {
  /** Where the part begins, its size, and that of the picture. */
  readonly offset: number;
  readonly from: number;
  readonly all: number;
  /** The new size. */
  readonly to: number;
}

function weightsOf(filter: Filter, { offset, from, all, to }: Axis): Weights[] {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const reach = filter.reach * stretch;
  return Array.from({ length: to }, (_, place) => {
    const center = offset + (place + 0.5) * scale;
    const start = Math.max(Math.trunc(center - reach + 0.5), 0);
    const end = Math.min(Math.trunc(center + reach + 0.5), all);
    const raw = Array.from({ length: end - start }, (_, i) => filter.weight((start + i - center + 0.5) / stretch));
    const sum = raw.reduce((total, one) => total + one, 0);
    return { start, weights: raw.map((weight) => weight / (sum || 1)) };
  });
}

/** What weights of bytes are counted in, as whole numbers: sums are then the same in any order. */
const one = 2 ** 22;

/** A picture whose rows, or columns, have other lengths. */
function along(
  picture: Picture,
  places: readonly Weights[],
  { channels, isRow }: { channels: number; isRow: boolean },
): Picture {
  const { mode, data } = picture;
  const [width, height] = isRow ? [places.length, picture.height] : [picture.width, places.length];
  const deep = mode === "I";
  const output = deep ? new Int32Array(width * height) : new Uint8Array(width * height * channels);
  const step = isRow ? channels : picture.width * channels;
  const whole = (weight: number): number => Math.sign(weight) * Math.floor(Math.abs(weight) * one + 0.5);
  const counted = deep ? places : places.map(({ start, weights }) => ({ start, weights: weights.map(whole) }));
  for (let y = 0, to = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const { start, weights } = counted[isRow ? x : y]!;
      const first = isRow ? (y * picture.width + start) * channels : (start * picture.width + x) * channels;
      for (let i = 0; i < channels; i++, to++) {
        let sum = deep ? 0 : one / 2;
        for (let k = 0; k < weights.length; k++) sum += data[first + k * step + i]! * weights[k]!;
        output[to] = deep ? Math.round(sum) : Math.min(Math.max(Math.floor(sum / one), 0), 255);
      }
    }
  }
  return { mode, width, height, data: output };
}

function premultiplied(data: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(data, (value, i) => {
    if (i % 4 === 3) return value;
    const product = value * data[i - (i % 4) + 3]! + 128;
    return ((product >> 8) + product) >> 8;
  });
}
function divided(data: ArrayLike<number>): Uint8Array {
  return Uint8Array.from(data, (value, i) => {
    const alpha = data[i - (i % 4) + 3]!;
    return i % 4 === 3 || alpha === 0 || alpha === 255 ? value : Math.min(255, Math.trunc((255 * value) / alpha));
  });
}
