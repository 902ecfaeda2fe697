import {
  convert,
  type DType,
  type HostValues,
  hostTensor,
  type KnownShape,
  OptionError,
  refusal,
  requireBackend,
  sizeOf,
  standardizeDType,
  type Tensor,
  tensorDType,
  tidy,
} from "@hornbeam/core";
import { keyTensor, type SeedOption } from "./_seed.ts";

/** A tensor of numbers that are drawn: now, and anew with each replay of a recorded step. */
export function drawn(op: string, draw: () => Float32Array | Int32Array, shape: KnownShape, dtype: DType): Tensor {
  requireBackend(`call random.${op}`);
  const type = tensorDType(dtype);
  return hostTensor(() => convert(draw(), type) as HostValues, shape, type);
}

/** A tensor that a kernel draws under a key. */
export function drawnBy(op: string, seed: SeedOption["seed"], draw: (key: Tensor) => Tensor): Tensor {
  return tidy(() => draw(keyTensor(op, seed)));
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
