import { type DType, NDArray, oneOf, option, type Shape, type Tensor, tensorDType, toTensor } from "@hornbeam/core";

/** How categories are given: as numbers, one vector each, or one vector for all along the second axis, or the only one. */
export type OutputMode = "int" | "one_hot" | "multi_hot" | "count" | "tf_idf";

export interface EncodeOptions {
  readonly mode: OutputMode;
  /** Number of categories. */
  readonly depth: number;
  readonly dtype: DType;
  /** What a category counts, element by element. */
  readonly weights?: ArrayLike<number>;
  /** Factor of each category. */
  readonly factors?: ArrayLike<number>;
}

/** Categories as a tensor. Those outside of `[0, depth)` leave no trace, but in mode `int`. */
export function encode(indices: ArrayLike<number>, shape: readonly number[], options: EncodeOptions): Tensor {
  const { mode, depth, dtype } = options;
  const wanted = tensorDType(dtype) as "float32" | "int32";
  const storage = (data: ArrayLike<number>) => (wanted === "int32" ? Int32Array.from(data) : Float32Array.from(data));
  if (mode === "int") return toTensor(new NDArray(storage(indices), shape, wanted));
  const outer = encodedShape(shape, mode, depth) as number[];
  const size = outer.reduce((product, one) => product * one, 1);
  const out = wanted === "int32" ? new Int32Array(size) : new Float32Array(size);
  // what is added up stands along the second axis, as in Keras: the last one only of a matrix
  const behind = shape.slice(2).reduce((product, one) => product * one, 1);
  const inRow = mode === "one_hot" ? 1 : (shape.length > 1 ? shape[1]! : (shape[0] ?? 1)) * behind;
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (index < 0 || index >= depth) continue;
    const row = mode === "one_hot" ? i : Math.floor(i / inRow) * behind + (i % behind);
    const at = row * depth + index;
    if (mode === "one_hot" || mode === "multi_hot") out[at] = 1;
    else out[at] = out[at]! + (options.weights?.[i] ?? 1);
  }
  const { factors } = options;
  if (factors) for (let i = 0; i < size; i++) out[i] = out[i]! * factors[i % depth]!;
  return toTensor(new NDArray(out, outer, wanted));
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
