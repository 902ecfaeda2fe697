import { NDArray, type Tensor } from "@hornbeam/core";
import { matmul, moveaxis } from "@hornbeam/ops";

export type Smooth = "bilinear" | "bicubic" | "lanczos3" | "lanczos5";

/** How much a pixel counts that is so many pixels away, and from where on none does. */
const filters: Readonly<Record<Smooth, { readonly reach: number; readonly weight: (distance: number) => number }>> = {
  bilinear: { reach: 1, weight: (d) => 1 - d },
  bicubic: {
    reach: 2,
    weight: (d) => (d < 1 ? (1.5 * d - 2.5) * d * d + 1 : ((-0.5 * d + 2.5) * d - 4) * d + 2), // Keys, a = -1/2
  },
  lanczos3: { reach: 3, weight: (d) => sinc(d) * sinc(d / 3) },
  lanczos5: { reach: 5, weight: (d) => sinc(d) * sinc(d / 5) },
};

/** An axis made `times` as long: each new pixel is the mean of the near old ones, weighted by their distances. */
export function enlarge(x: Tensor, axis: number, times: number, filter: Smooth): Tensor {
  const size = x.shape[axis]!;
  return moveaxis(matmul(moveaxis(x, axis, -1), weights(size, times, filter)), -1, axis);
}

/** `[size, size · times]`; the centers of old and new pixels lie at halves, and pixels beyond the border do not count. */
function weights(size: number, times: number, filter: Smooth): NDArray {
  const { reach, weight } = filters[filter];
  const count = size * times;
  const data = new Float32Array(size * count);
  for (let to = 0; to < count; to++) {
    const center = (to + 0.5) / times - 0.5;
    const raw = Array.from({ length: size }, (_, from) => {
      const distance = Math.abs(from - center);
      return distance < reach ? weight(distance) : 0;
    });
    const total = raw.reduce((sum, one) => sum + one, 0);
    for (const [from, one] of raw.entries()) data[from * count + to] = one / total;
  }
  return new NDArray(data, [size, count], "float32");
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}
