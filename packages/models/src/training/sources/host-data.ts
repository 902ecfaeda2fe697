import {
  DTypeError,
  flatten,
  hostArray,
  isBranch,
  isFloat,
  NDArray,
  OptionError,
  refusal,
  ShapeError,
  Tensor,
  Variable,
} from "@hornbeam/core";

/** Data of any kind as arrays on the host, in the same structure. Lists that hold nothing but values are one array. */
export function toHost(data: unknown, what: string): unknown {
  if (data === null || data === undefined) return null;
  if (!isBranch(data) || (Array.isArray(data) && !data.some(holdsArrays))) return toArray(data, what);
  if (Array.isArray(data)) return data.map((part) => toHost(part, what));
  return Object.fromEntries(Object.entries(data).map(([key, part]) => [key, toHost(part, what)]));
}

function holdsArrays(part: unknown): boolean {
  if (!isBranch(part)) return isArray(part);
  return !Array.isArray(part) || part.some(holdsArrays);
}

function isArray(leaf: unknown): leaf is NDArray | Tensor | Variable | ArrayBufferView {
  return leaf instanceof NDArray || leaf instanceof Tensor || leaf instanceof Variable || ArrayBuffer.isView(leaf);
}

function toArray(data: unknown, what: string): NDArray {
  if (isArray(data) || Array.isArray(data)) return hostArray(data);
  const hint = "Pass an NDArray, a tensor, nested lists or a typed array; or a data set that gives batches of [x, y].";
  throw refusal(OptionError, {
    action: `read ${what}`,
    expected: "it must be an array, or a structure of arrays",
    received: data,
    hint,
  });
}

/** How many samples arrays have, which must be the same for all. */
export function countSamples(action: string, parts: Readonly<Record<string, unknown>>): number {
  const sizes = new Map<string, number>();
  for (const [name, data] of Object.entries(parts)) {
    const arrays = flatten(data).filter((leaf) => leaf !== null) as NDArray[];
    for (const [i, array] of arrays.entries()) {
      const label = arrays.length > 1 ? `${name}[${i}]` : name;
      if (array.rank === 0)
        throw refusal(ShapeError, {
          action,
          expected: `${label} must have a batch axis`,
          receivedAs: "shape",
          received: array.shape,
        });
      sizes.set(label, array.shape[0]!);
    }
  }
  const counts = new Set(sizes.values());
  if (counts.size > 1) {
    const received = [...sizes].map(([name, size]) => `${name}: ${size}`).join(", ");
    throw new ShapeError(
      `Cannot ${action}: all arrays must have the same number of samples (cardinality), received sizes ${received}`,
      { received },
    );
  }
  const [count] = counts;
  if (!count) {
    throw refusal(ShapeError, {
      action,
      expected: "the data must not be empty",
      receivedAs: "samples",
      received: count ?? 0,
    });
  }
  return count;
}

/** @throws {DTypeError} when targets hold NaN, from which nothing can be learned. */
export function refuseNaN(action: string, y: unknown): void {
  for (const array of flatten(y)) {
    if (!(array instanceof NDArray) || !isFloat(array.dtype)) continue;
    const at = (array.data as Float32Array).findIndex(Number.isNaN);
    if (at < 0) continue;
    const sample = Math.floor(at / (array.size / array.shape[0]!));
    const hint = "Leave such samples out, or give them a sample weight of 0 and any number.";
    throw refusal(DTypeError, {
      action,
      expected: "the targets must be numbers",
      receivedAs: `at sample ${sample}`,
      received: Number.NaN,
      hint,
    });
  }
}
