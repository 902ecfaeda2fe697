import {
  type DType,
  NDArray,
  oneOf,
  option,
  refuseRecording,
  type Shape,
  sizeOf,
  type Tensor,
  tensorDType,
  toNDArray,
  toTensor,
} from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";

/** How categories are given: as numbers, one vector each, or one vector for all along the second axis, or the only one. */
export type OutputMode = "int" | "one_hot" | "multi_hot" | "count" | "tf_idf";

export interface EncodeOptions {
  readonly mode: OutputMode;
  /** Number of categories. */
  readonly depth: number;
  readonly dtype: DType;
}

/** Categories, one for each element. */
export interface Categories {
  readonly indices: ArrayLike<number>;
  /** What a category counts, element by element. */
  readonly weights?: ArrayLike<number> | undefined;
  /** Factor of each category. */
  readonly factors?: ArrayLike<number> | undefined;
}

/**
 * The categories that JavaScript finds in the values of tensors, as a tensor: anew with each replay of a recorded step, unless the
 * values are strings.
 */
export function encode(
  inputs: readonly Tensor[],
  shape: readonly number[],
  options: EncodeOptions,
  find: (...values: readonly ArrayLike<unknown>[]) => Categories,
): Tensor {
  if (inputs.some(({ dtype }) => (dtype as string) === "string")) {
    refuseRecording("it works on strings, which only JavaScript does");
    return encoded(find(...inputs.map((input) => toNDArray(input).data)), shape, options);
  }
  const outer = encodedShape(shape, options.mode, options.depth) as number[];
  const dtype = tensorDType(options.dtype) as "float32" | "int32";
  return hostWork(inputs, outer, dtype, (...values) => arranged(find(...values), shape, options));
}

/** Categories as a tensor. */
export function encoded(categories: Categories, shape: readonly number[], options: EncodeOptions): Tensor {
  const outer = encodedShape(shape, options.mode, options.depth) as number[];
  return toTensor(new NDArray(arranged(categories, shape, options), outer, tensorDType(options.dtype)));
}

/** The elements of encoded categories. Those outside of `[0, depth)` leave no trace, but in mode `int`. */
function arranged(
  { indices, weights, factors }: Categories,
  shape: readonly number[],
  { mode, depth, dtype }: EncodeOptions,
): Float32Array | Int32Array {
  const Storage = tensorDType(dtype) === "int32" ? Int32Array : Float32Array;
  if (mode === "int") return Storage.from(indices);
  const out = new Storage(sizeOf(encodedShape(shape, mode, depth) as number[]));
  // what is added up stands along the second axis, as in Keras: the last one only of a matrix
  const behind = shape.slice(2).reduce((product, one) => product * one, 1);
  const inRow = mode === "one_hot" ? 1 : (shape.length > 1 ? shape[1]! : (shape[0] ?? 1)) * behind;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (index < 0 || index >= depth) continue;
    const row = mode === "one_hot" ? i : Math.floor(i / inRow) * behind + (i % behind);
    const at = row * depth + index;
    if (mode === "one_hot" || mode === "multi_hot") out[at] = 1;
    else out[at] = out[at]! + (weights?.[i] ?? 1);
  }
  if (factors) for (let i = 0; i < out.length; i++) out[i] = out[i]! * factors[i % depth]!;
  return out;
}

/** Shape of the encoded categories. */
export function encodedShape(shape: Shape, mode: OutputMode, depth: number | null): Shape {
  if (mode === "int") return shape;
  if (mode !== "one_hot") return shape.length > 1 ? [shape[0]!, ...shape.slice(2), depth] : [depth];
  return shape.length > 1 && shape.at(-1) === 1 ? [...shape.slice(0, -1), depth] : [...shape, depth];
}

const outputModes: readonly unknown[] = ["int", "one_hot", "multi_hot", "count", "tf_idf"];
const oldNames: Readonly<Record<string, OutputMode>> = { binary: "multi_hot", "tf-idf": "tf_idf" };
/** How categories are given; Keras' old names `"binary"` and `"tf-idf"` are taken for the new ones. */
export const outputMode = /* @__PURE__ */ option<OutputMode, OutputMode | "binary" | "tf-idf">(
  `one of ${outputModes.map((mode) => JSON.stringify(mode)).join(", ")}`,
  (given) => {
    const mode = typeof given === "string" && Object.hasOwn(oldNames, given) ? oldNames[given] : given;
    return outputModes.includes(mode) ? (mode as OutputMode) : undefined;
  },
);
/** How hashes are given. */
export const hashMode = /* @__PURE__ */ oneOf("int", "one_hot", "multi_hot", "count");

/** Sparse outputs have no counterpart here. */
export const sparse = /* @__PURE__ */ option<false>("false: there are no sparse tensors", (given) =>
  given === false ? given : undefined,
);
