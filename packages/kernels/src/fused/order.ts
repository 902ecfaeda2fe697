import { engine, getKernel, type Tensor, tensor } from "@hornbeam/kernels/tfjs";
import { orderName } from "./names.ts";

/** Options of {@link order}. */
export interface OrderOptions {
  /** The axis to sort along, counted from the front; the last by default. */
  readonly axis?: number;
  /** Whether the largest comes first. */
  readonly falling?: boolean;
}

/**
 * The places of an axis's elements in their order: int32, of the shape of `x`, which holds floats or integers. Equal elements keep
 * theirs, -0 equals 0, and NaN counts as the largest.
 *
 * @example
 * order(tensor1d([3, 1, 2])); // [1, 2, 0]
 */
export function order(x: Tensor, { axis = x.rank - 1, falling = false }: OrderOptions = {}): Tensor {
  if (!getKernel(orderName, engine().backendName)) return onHost(x, axis, falling);
  return engine().runKernel(orderName, { x }, { axis, falling }) as Tensor;
}

function onHost(x: Tensor, axis: number, falling: boolean): Tensor {
  const size = x.shape[axis] ?? 1;
  const inner = x.shape.slice(axis + 1).reduce((all, one) => all * one, 1);
  const data = x.dataSync();
  const result = new Int32Array(x.size);
  for (let unit = 0; unit * size < x.size; unit++) {
    const first = Math.floor(unit / inner) * size * inner + (unit % inner);
    const sign = falling ? -1 : 1;
    const sorted = Array.from({ length: size }, (_, i) => i).sort(
      (i, j) => sign * ascending(data[first + i * inner]!, data[first + j * inner]!) || i - j,
    );
    for (const [i, place] of sorted.entries()) result[first + i * inner] = place;
  }
  return tensor(result, x.shape, "int32");
}

function ascending(a: number, b: number): number {
  if (a < b) return -1;
  if (a > b) return 1;
  return a === b ? 0 : Number(Number.isNaN(a)) - Number(Number.isNaN(b));
}
