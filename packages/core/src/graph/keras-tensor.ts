import { type DType, standardizeDType } from "../array/dtype.ts";
import { isShape, type Shape } from "../array/shape.ts";
import { refusal, ShapeError } from "../errors.ts";
import { uniqueName } from "../names/unique-name.ts";
import type { Operation } from "./operation.ts";

/** Shape and dtype of a tensor that is not there yet. */
export interface TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** Which call made a symbolic tensor: the operation, the number of the call, the number of the output. */
export interface KerasHistory {
  readonly operation: Operation;
  readonly nodeIndex: number;
  readonly tensorIndex: number;
}

/**
 * A symbolic tensor: shape and dtype, and the call that made it. Layers and ops that are called on one give others,
 * and leave a graph from which a model is made.
 *
 * @see {@link https://keras.io/api/keras_tensor/ | keras.KerasTensor}
 * @example
 * new KerasTensor([null, 3]).shape; // [null, 3]
 */
export class KerasTensor implements TensorSpec {
  readonly shape: Shape;
  readonly dtype: DType;
  readonly name: string;
  /** Set by the call that made the tensor. */
  history: KerasHistory | undefined;

  constructor(shape: Shape, dtype: DType = "float32", name?: string) {
    if (!isShape(shape)) {
      const expected = "the shape must be a list of sizes, null where a size is unknown";
      throw refusal(ShapeError, { action: "create KerasTensor", expected, received: shape });
    }
    this.shape = [...shape];
    this.dtype = standardizeDType(dtype, "create KerasTensor");
    this.name = name ?? uniqueName("keras_tensor");
  }

  get rank(): number {
    return this.shape.length;
  }
  get [Symbol.toStringTag](): string {
    const shape = this.shape.map((size) => size ?? "null").join(", ");
    return `KerasTensor "${this.name}" [${shape}] ${this.dtype}`;
  }
}
