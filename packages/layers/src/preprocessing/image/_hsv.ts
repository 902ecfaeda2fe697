import type { Tensor } from "@hornbeam/core";
import {
  add,
  clip,
  convertToTensor,
  divideNoNan,
  equal,
  greater,
  less,
  max,
  min,
  minimum,
  mod,
  multiply,
  reshape,
  stack,
  subtract,
  sum,
  unstack,
  where,
} from "@hornbeam/ops";

/** Hue, saturation and value, each with a channel axis of size 1 for what is broadcast to images. */
export type HSV = readonly [Tensor, Tensor, Tensor];

/** Grey images with one channel: `0.2989 r + 0.587 g + 0.114 b`. */
export function greyOf(images: Tensor, axis: number): Tensor {
  const shape = [1, 1, 1, 1];
  shape[axis] = 3;
  if (images.shape[axis] === 1) return images;
  return sum(multiply(images, reshape(convertToTensor([0.2989, 0.587, 0.114]), shape)), { axis, keepdims: true });
}

/** Hue (in turns), saturation and value of a batch of images. */
export function hsvOf(images: Tensor, axis: number): HSV {
  const [red, green, blue] = unstack(images, { axis }).map((x) => keep(x, axis)) as [Tensor, Tensor, Tensor];
  const value = max(images, { axis, keepdims: true });
  const width = subtract(value, min(images, { axis, keepdims: true }));
  const part = (x: Tensor, y: Tensor): Tensor => divideNoNan(subtract(x, y), multiply(width, 6));
  const hue = where(
    equal(value, red),
    part(green, blue),
    where(equal(value, green), add(part(blue, red), 2 / 6), add(part(red, green), 4 / 6)),
  );
  const known = where(greater(width, 0), hue, 0);
  return [where(less(known, 0), add(known, 1), known), divideNoNan(width, value), value];
}

/** The images of hue, saturation and value. */
export function rgbOf([hue, saturation, value]: HSV, axis: number): Tensor {
  const chroma = multiply(value, saturation);
  const channels = [5, 3, 1].map((n) => {
    const place = mod(add(multiply(hue, 6), n), 6);
    return subtract(value, multiply(chroma, clip(minimum(place, subtract(4, place)), 0, 1)));
  });
  const shape = [...channels[0]!.shape];
  shape.splice(axis, 1);
  return stack(
    channels.map((x) => reshape(x, shape)),
    { axis },
  );
}

function keep(x: Tensor, axis: number): Tensor {
  const shape = [...x.shape];
  shape.splice(axis, 0, 1);
  return reshape(x, shape);
}
