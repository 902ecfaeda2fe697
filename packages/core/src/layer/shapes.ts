import type { DType } from "../array/dtype.ts";
import { isShape, type Shape } from "../array/shape.ts";
import { KerasTensor } from "../graph/keras-tensor.ts";

/** Nameless symbolic tensors in the places of shapes: what a dry run computes on. */
export function symbolicOf(shapes: unknown, dtype: DType = "float32"): unknown {
  return mapShapes(shapes, (shape) => new KerasTensor(shape, dtype, ""));
}

/** A function of each shape in a structure of shapes. */
export function mapShapes(shapes: unknown, f: (shape: Shape) => unknown): unknown {
  if (isShape(shapes)) return f(shapes);
  if (Array.isArray(shapes)) return shapes.map((part) => mapShapes(part, f));
  if (typeof shapes === "object" && shapes !== null) {
    return Object.fromEntries(Object.entries(shapes).map(([key, part]) => [key, mapShapes(part, f)]));
  }
  return shapes;
}
