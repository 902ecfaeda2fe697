import {
  bytesPerElement,
  convert,
  type DType,
  defineOp,
  type Shape,
  type Storage,
  standardizeDType,
  type Tensor,
  tensorDType,
} from "@hornbeam/core";
import { hostWork } from "@hornbeam/kernels";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";

interface ViewOptions {
  dtype: DType | null;
}

/**
 * The bits of a tensor read as another dtype of up to 32 bits. Where elements are smaller or larger, the last axis is
 * longer or shorter. Tensors hold their numbers in 32 bits (booleans in 8), and these are what is read.
 *
 * @throws {OptionError} for dtypes of 16-bit floats and of 64 bits, which tensors do not hold.
 * @throws {ShapeError} when the bytes of the last axis do not divide into elements.
 * @see {@link https://keras.io/api/ops/numpy/ | keras.ops.view}
 * @example
 * view([1, -2], { dtype: "int32" }); // [1065353216, -1073741824]
 */
export const view = /* @__PURE__ */ defineOp<[x: Tensor], ViewOptions, Tensor>({
  className: "View",
  module: "numpy",
  tensors: ["x"],
  options: { dtype: null },
  call: (x, { dtype }) => {
    const target = wanted(dtype ?? (x.dtype as DType));
    const shape = viewedShape(x.shape, x.dtype as DType, target) as number[];
    const own = tensorDType(target) as "float32";
    return hostWork([x], shape, own, (values) => {
      const data = values!.slice();
      const bits = new arrays[target]!(data.buffer, data.byteOffset, data.byteLength / bytesPerElement(target));
      return convert(bits as Storage, own) as Float32Array;
    });
  },
  spec: (x: unknown, { dtype }: ViewOptions) => {
    const own = specOf(x);
    const from = own.dtype === "int" ? "int32" : own.dtype === "float" ? "float32" : own.dtype;
    const target = wanted(dtype ?? from);
    return spec(viewedShape(own.shape, from, target), target);
  },
});

type BitsArray = new (buffer: ArrayBufferLike, offset: number, length: number) => ArrayLike<number>;

const arrays: Readonly<Record<string, BitsArray>> = {
  float32: Float32Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int8: Int8Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

function wanted(dtype: string): DType {
  const known = standardizeDType(dtype, "call ops.view");
  if (known in arrays) return known;
  throw argumentError("view", "dtype", `be one of ${Object.keys(arrays).join(", ")}`, dtype);
}

function viewedShape(shape: Shape, from: DType, to: DType): Shape {
  const [before, after] = [bytesPerElement(from), bytesPerElement(to)];
  if (before === after) return shape;
  const last = shape.at(-1);
  if (last === undefined || (last !== null && (last * before) % after !== 0))
    throw shapeError("view", `the bytes of the last axis must divide into elements of ${after}`, shape);
  return [...shape.slice(0, -1), last === null ? null : (last * before) / after];
}
