import type { DType, Storage } from "@hornbeam/core";

type NumberArray = Exclude<Storage, string[]>;

/** How elements lie in a SafeTensors file. */
export interface StoredType {
  readonly bytes: number;
  readonly dtype: DType;
  readonly Array: new (buffer: ArrayBuffer, offset?: number, length?: number) => NumberArray;
}

/** The types of the format that host arrays have. */
export const storedTypes: ReadonlyMap<string, StoredType> = new Map<string, StoredType>([
  ["F64", { bytes: 8, dtype: "float64", Array: Float64Array }],
  ["F32", { bytes: 4, dtype: "float32", Array: Float32Array }],
  ["F16", { bytes: 2, dtype: "float16", Array: Uint16Array }],
  ["BF16", { bytes: 2, dtype: "bfloat16", Array: Uint16Array }],
  ["I64", { bytes: 8, dtype: "int64", Array: BigInt64Array }],
  ["I32", { bytes: 4, dtype: "int32", Array: Int32Array }],
  ["I16", { bytes: 2, dtype: "int16", Array: Int16Array }],
  ["I8", { bytes: 1, dtype: "int8", Array: Int8Array }],
  ["U64", { bytes: 8, dtype: "uint64", Array: BigUint64Array }],
  ["U32", { bytes: 4, dtype: "uint32", Array: Uint32Array }],
  ["U16", { bytes: 2, dtype: "uint16", Array: Uint16Array }],
  ["U8", { bytes: 1, dtype: "uint8", Array: Uint8Array }],
  ["BOOL", { bytes: 1, dtype: "bool", Array: Uint8Array }],
]);

/** The format's name of a dtype; undefined for texts. */
export function storedName(dtype: DType): string | undefined {
  for (const [name, type] of storedTypes) if (type.dtype === dtype) return name;
  return undefined;
}
