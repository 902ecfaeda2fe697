import {
  convert,
  type DType,
  type KnownShape,
  NDArray,
  OptionError,
  refusal,
  requireBackend,
  sizeOf,
  standardizeDType,
  type Tensor,
  tensorDType,
  toTensor,
} from "@hornbeam/core";

/** A tensor of numbers that were drawn. */
export function result(op: string, data: Float32Array | Int32Array, shape: KnownShape, dtype: DType): Tensor {
  const action = `call random.${op}`;
  requireBackend(action);
  const type = tensorDType(dtype);
  const storage = convert(data, type);
  return toTensor(new NDArray(storage, shape, type), { action });
}

/** Number of elements of a shape that a caller gave. */
export function countOf(op: string, shape: KnownShape): number {
  if (Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)) return sizeOf(shape);
  throw refusal(OptionError, {
    action: `call random.${op}`,
    option: "shape",
    expected: "`shape` must be a list of known sizes",
    received: shape,
  });
}

export function floatType(op: string, dtype: DType | null | undefined): DType {
  return dtype == null ? "float32" : standardizeDType(dtype, `call random.${op}`);
}

/** A number that an option must be. */
export function checkNumber(op: string, option: string, value: unknown, least = Number.NEGATIVE_INFINITY): void {
  if (typeof value === "number" && Number.isFinite(value) && value >= least) return;
  const expected = `\`${option}\` must be a ${least === 0 ? "non-negative " : ""}number`;
  throw refusal(OptionError, { action: `call random.${op}`, option, expected, received: value });
}
