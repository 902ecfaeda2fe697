import {
  type DType,
  isDType,
  isFloat,
  type KerasError,
  NDArray,
  type Nested,
  OptionError,
  refusal,
  type Shape,
  ShapeError,
  type TensorSpec,
} from "@hornbeam/core";
import { resultType, type WeakDType } from "./dtypes.ts";

/** Shape and dtype of an argument, where the dtype of a bare number is weak. */
export interface ArgumentSpec {
  readonly shape: Shape;
  readonly dtype: DType | WeakDType;
}

/** Shape and dtype of anything that may stand for a tensor. */
export function specOf(value: unknown): ArgumentSpec {
  if (typeof value === "number") return { shape: [], dtype: weakDType(value) };
  if (typeof value === "boolean") return { shape: [], dtype: "bool" };
  if (typeof value === "string") return { shape: [], dtype: "string" };
  if (typeof value === "object" && value !== null && "shape" in value && "dtype" in value) {
    const { shape, dtype } = value as ArgumentSpec;
    return { shape, dtype: isDType(dtype) ? dtype : "float32" };
  }
  const { shape, dtype } = NDArray.from(value as Nested);
  return { shape, dtype };
}

export function weakDType(value: number): WeakDType {
  return Number.isInteger(value) ? "int" : "float";
}

/** A result of a shape and of the dtype in which others meet. */
export function spec(shape: Shape, ...dtypes: readonly (DType | WeakDType)[]): TensorSpec {
  return { shape, dtype: resultType(...dtypes) };
}

/** The dtype in which a function of real numbers is computed: integers and booleans become float32. */
export function floatType(...dtypes: readonly (DType | WeakDType)[]): DType {
  const dtype = resultType(...dtypes);
  return isFloat(dtype) ? dtype : "float32";
}

/** A ShapeError in the words of all ops. */
export function shapeError(op: string, expected: string, received: unknown, hint?: string): KerasError {
  return refusal(ShapeError, {
    action: `call ops.${op}`,
    expected,
    receivedAs: "shape",
    received,
    ...(hint && { hint }),
  });
}

/** An OptionError in the words of all ops. */
export function argumentError(op: string, argument: string, expected: string, received: unknown): KerasError {
  return refusal(OptionError, {
    action: `call ops.${op}`,
    option: argument,
    expected: `\`${argument}\` must ${expected}`,
    received,
  });
}

/** The shape that several broadcast to; sizes that are not known are taken to fit. */
export function broadcastShapes(op: string, ...shapes: readonly Shape[]): (number | null)[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length));
  const result: (number | null)[] = [];
  for (let back = rank; back > 0; back--) {
    let size: number | null = 1;
    for (const shape of shapes) {
      const other = shape[shape.length - back];
      if (other === undefined || other === 1) continue;
      if (size === 1 || (size === null && other !== null)) size = other;
      else if (other !== null && other !== size) {
        const expected = `shapes must broadcast: sizes ${size} and ${other} do not, counted from the last axis`;
        throw refusal(ShapeError, { action: `call ops.${op}`, expected, receivedAs: "shapes", received: shapes });
      }
    }
    result.push(size);
  }
  return result;
}
