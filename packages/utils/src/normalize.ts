import { axisOf, NDArray, type Nested, OptionError, refusal } from "@hornbeam/core";
import { checkOptions } from "./_options.ts";

export interface NormalizeOptions {
  /** Axis along which the norm becomes 1; the last unless given. */
  readonly axis?: number | undefined;
  /** Order `p` of the norm, 2 unless given; also `Infinity`, `-Infinity` and 0, as NumPy has them. */
  readonly order?: number | undefined;
}

/**
 * Divides by the norm along an axis: `y = x / ‖x‖ₚ` with `‖x‖ₚ = (Σ|xᵢ|ᵖ)^(1/p)`. Rows of zeros stay zeros.
 *
 * - input and output: any shape; float32, but float64 where the input is
 *
 * @throws {OptionError} when there is no such axis.
 * @see {@link https://keras.io/api/utils/python_utils/#normalize-function | keras.utils.normalize}; differs from it
 *   at `axis: 0` of NumPy arrays, where Keras divides by the norms of other rows
 * @example
 * normalize([[3, 4]]).toArray(); // [[0.6000000238418579, 0.800000011920929]]
 */
export function normalize(x: NDArray | Nested, options: NormalizeOptions = {}): NDArray {
  checkOptions("normalize", options, ["axis", "order"]);
  const { axis = -1, order = 2 } = options;
  const given = NDArray.from(x);
  if (given.dtype === "string") {
    throw refusal(OptionError, { action: "normalize", expected: "the array must hold numbers", received: given });
  }
  const from = given.astype(given.dtype === "float64" ? "float64" : "float32");
  const along = axisOf(axis, from.rank);
  if (along === undefined) {
    const expected = `\`axis\` must be in [${-from.rank}, ${from.rank})`;
    throw refusal(OptionError, { action: "normalize", option: "axis", expected, received: axis });
  }
  if (typeof order !== "number" || Number.isNaN(order)) {
    throw refusal(OptionError, {
      action: "normalize",
      option: "order",
      expected: "`order` must be a number",
      received: order,
    });
  }

  const data = from.data as Float32Array;
  const result = NDArray.zeros(from.shape, from.dtype);
  const target = result.data as Float32Array;
  const size = from.shape[along]!;
  const step = from.shape.slice(along + 1).reduce((product, inner) => product * inner, 1);
  for (let block = 0; block < data.length; block += size * step) {
    for (let start = block; start < block + step; start++) {
      const norm = normOf(data, start, step, size, order);
      for (let i = 0; i < size; i++) target[start + i * step] = data[start + i * step]! / (norm === 0 ? 1 : norm);
    }
  }
  return result;
}

function normOf(data: Float32Array, start: number, step: number, size: number, order: number): number {
  let total = order === Number.NEGATIVE_INFINITY ? Number.POSITIVE_INFINITY : 0;
  for (let i = 0; i < size; i++) {
    const magnitude = Math.abs(data[start + i * step]!);
    if (order === Number.POSITIVE_INFINITY) total = Math.max(total, magnitude);
    else if (order === Number.NEGATIVE_INFINITY) total = Math.min(total, magnitude);
    else if (order === 0) total += magnitude === 0 ? 0 : 1;
    else if (order === 2) total += magnitude * magnitude;
    else total += magnitude ** order;
  }
  if (!Number.isFinite(order) || order === 0 || order === 1) return total;
  return order === 2 ? Math.sqrt(total) : total ** (1 / order);
}
