import {
  convert,
  type DType,
  type HostValues,
  isTracing,
  KerasTensor,
  type KnownShape,
  OptionError,
  ofUnknownSizes,
  refusal,
  type Shape,
  standardizeDType,
  type Tensor,
  type TensorSpec,
  tensorDType,
  tidy,
} from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import { keyTensor, type SeedOption } from "./_seed.ts";

/** Draws under the two words of a key. */
export type HostDraw = (key: Int32Array, ...inputs: readonly ArrayLike<number>[]) => Float32Array | Int32Array;

/** A tensor of numbers that JavaScript draws under a key, from the values of `inputs`: anew with each replay of a recorded step. */
export function drawnOnHost(
  op: string,
  seed: SeedOption["seed"],
  draw: HostDraw,
  shape: KnownShape,
  dtype: DType,
  inputs: readonly Tensor[] = [],
): Tensor {
  const type = tensorDType(dtype) as "float32";
  return tidy(() =>
    hostWork(
      [keyTensor(op, seed), ...inputs],
      shape,
      type,
      (key, ...given) => convert(draw(key as Int32Array, ...given), type) as HostValues,
    ),
  );
}

/** A tensor that a kernel draws under a key. */
export function drawnBy(op: string, seed: SeedOption["seed"], draw: (key: Tensor) => Tensor): Tensor {
  return tidy(() => draw(keyTensor(op, seed)));
}

/** What `draw` makes of a shape that a caller gave; where only shapes are learnt and this one is not known, what stands for it. */
export function ofShape(op: string, shape: Shape, dtype: DType, draw: (shape: KnownShape) => Tensor): Tensor {
  return ofUnknownSizes(shape, dtype) ?? draw(knownShape(op, shape));
}

/** Where only shapes are learnt, what stands for numbers that would be drawn from those of a symbolic tensor. */
export function ofSymbolic(x: unknown, like: (x: KerasTensor) => TensorSpec): Tensor | undefined {
  if (!isTracing() || !(x instanceof KerasTensor)) return undefined;
  const { shape, dtype } = like(x);
  return new KerasTensor(shape, dtype, "") as unknown as Tensor; // `call` sees tensors, whatever they are made of
}

function knownShape(op: string, shape: Shape): KnownShape {
  if (Array.isArray(shape) && shape.every((size) => Number.isInteger(size) && size >= 0)) return shape as KnownShape;
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
