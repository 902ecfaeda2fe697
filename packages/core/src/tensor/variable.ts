import {
  add,
  engine,
  sub,
  Tensor,
  type Variable as TfVariable,
  variable as tfVariable,
  tidy,
} from "@hornbeam/kernels/tfjs";
import { type DType, tensorDType } from "../array/dtype.ts";
import { NDArray } from "../array/nd-array.ts";
import { type KnownShape, sameShape, sizeOf } from "../array/shape.ts";
import type { Storage } from "../array/storage.ts";
import { requireBackend } from "../backend/ready.ts";
import { refusal, ShapeError, StateError } from "../errors.ts";
import { currentPath } from "../names/name-scope.ts";
import type { Constraint } from "../objects/constraint.ts";
import type { Regularizer } from "../objects/regularizer.ts";
import { guardNumber, isRecording, noteChange, refuseRecording, unrecorded } from "../recording.ts";
import { type Initial, type InitialValue, initialValue } from "./initial-value.ts";
import { peekAt, toNDArray } from "./to-nd-array.ts";
import { type TensorLike, toTensor } from "./to-tensor.ts";

export interface VariableOptions {
  readonly shape: KnownShape;
  readonly dtype?: DType;
  /** Makes the first value, or is that value; `"zeros"` or `"ones"`. */
  readonly initializer: Initial;
  readonly name: string;
  readonly trainable?: boolean;
  readonly regularizer?: Regularizer | null;
  readonly constraint?: Constraint | null;
}

/**
 * A tensor that lives on and can be assigned: a weight, a statistic, a counter. Its initializer runs when the
 * value is first read, so that making a model needs no backend.
 *
 * @see {@link https://keras.io/api/layers/base_layer/ | keras.Variable}
 */
export class Variable {
  readonly shape: KnownShape;
  readonly dtype: DType;
  readonly name: string;
  /** The names of the enclosing layers, then its own: `dense/kernel`. */
  readonly path: string;
  trainable: boolean;
  readonly regularizer: Regularizer | null;
  readonly constraint: Constraint | null;
  #initializer: InitialValue | NDArray;
  #value: TfVariable | undefined;
  #disposed = false;

  constructor(options: VariableOptions) {
    this.shape = [...options.shape];
    this.dtype = options.dtype ?? "float32";
    this.name = options.name;
    const scope = currentPath();
    this.path = scope === "" ? options.name : `${scope}/${options.name}`;
    this.trainable = options.trainable ?? true;
    this.regularizer = options.regularizer ?? null;
    this.constraint = options.constraint ?? null;
    this.#initializer = initialValue(options.initializer, options.name);
    if (this.regularizer) regularized = true;
    noteChange();
  }

  /** The tensor: changes in place when the variable is assigned. Never dispose of it. */
  get value(): Tensor {
    return this.#read();
  }
  get size(): number {
    return sizeOf(this.shape);
  }
  get rank(): number {
    return this.shape.length;
  }

  /** @throws {ShapeError} when the value has another shape. */
  assign(value: TensorLike): this {
    this.#alive("assign");
    // a value that comes before the first read takes the initializer's place
    if (!this.#value && (value instanceof NDArray || typeof value === "number")) {
      const array = NDArray.from(value, this.dtype);
      this.#fits(array.shape);
      this.#initializer = array;
      return this;
    }
    tidy(() => this.#store(this.#coerce(value)));
    return this;
  }
  assignAdd(value: TensorLike): this {
    tidy(() => this.#store(add(this.value, this.#coerce(value, false))));
    return this;
  }
  assignSub(value: TensorLike): this {
    tidy(() => this.#store(sub(this.value, this.#coerce(value, false))));
    return this;
  }

  /** A copy on the host. */
  numpy(): NDArray {
    if (isRecording()) this.#guard();
    // a first value that is known on the host needs no backend
    if (!this.#value && this.#initializer instanceof NDArray) {
      this.#alive("read");
      const { data, shape, dtype } = this.#initializer.astype(this.dtype);
      return new NDArray(data.slice() as Storage, shape, dtype);
    }
    return unrecorded(() => toNDArray(this.value, this.dtype));
  }

  /** The value on the host without a copy: good until anything is computed, and not to be changed. For what writes files. */
  peek(): NDArray {
    if (isRecording()) this.#guard();
    this.#alive("read");
    if (this.#value) return peekAt(this.#value, this.dtype);
    return this.#initializer instanceof NDArray ? this.#initializer.astype(this.dtype) : this.numpy();
  }

  /** Moves the value to the host, where it takes no memory of the backend, until it is read again. */
  toHost(): void {
    const value = this.#value;
    if (!value) return;
    this.#initializer = unrecorded(() => toNDArray(value, this.dtype));
    value.dispose();
    this.#value = undefined;
  }
  /** Frees the memory; a second call does nothing. */
  [Symbol.dispose](): void {
    this.#value?.dispose();
    this.#value = undefined;
    this.#disposed = true;
  }
  get [Symbol.toStringTag](): string {
    return `Variable "${this.path}" [${this.shape.join(", ")}] ${this.dtype}`;
  }

  /** A step that is recorded rests on what it reads here. */
  #guard(): void {
    const what = `variable "${this.path}"`;
    if (this.size === 1) guardNumber(what, () => Number(this.numpy().item()));
    else refuseRecording(`${what} is read on the host`);
  }
  #read(): TfVariable {
    this.#alive("read");
    if (this.#value) return this.#value;
    requireBackend(`read variable "${this.path}"`);
    // a new value must outlive whatever scope happens to read it first
    return (this.#value = tidy(() => {
      const first = this.#initializer;
      const tensor = this.#coerce(first instanceof NDArray ? first : first(this.shape, this.dtype));
      this.#initializer = used; // an array may be a part of a large file
      return tfVariable(tensor, this.trainable, `${this.path}#${nextId++}`, tensorDType(this.dtype));
    }));
  }
  #store(value: Tensor): void {
    this.#read().assign(value);
  }
  #coerce(value: TensorLike, checked = true): Tensor {
    const tensor = toTensor(value, { dtype: this.dtype, action: `assign variable "${this.path}"` });
    if (checked) this.#fits(tensor.shape);
    return tensor;
  }
  #fits(shape: KnownShape): void {
    if (sameShape(shape, this.shape)) return;
    const expected = `its shape must be [${this.shape.join(", ")}]`;
    throw refusal(ShapeError, {
      action: `assign variable "${this.path}"`,
      expected,
      receivedAs: "a value of shape",
      received: shape,
    });
  }
  #alive(verb: string): void {
    if (!this.#disposed) return;
    throw refusal(StateError, { action: `${verb} variable "${this.path}"`, expected: "it was disposed of" });
  }
}

let nextId = 0;
let regularized = false;

/** Whether any variable has been made that has a penalty: where none was, nobody need look for them. */
export function isAnyRegularized(): boolean {
  return regularized;
}

/** Stands for an initializer that has run. */
const used: InitialValue = (shape, dtype) => NDArray.zeros(shape, dtype);

/** Whether a value is a tensor of the backend, a variable's included. */
export function isTensor(value: unknown): value is Tensor {
  return value instanceof Tensor;
}

/** Number of tensors that are alive: what tests compare to find leaks. None before the backend has started. */
export function memory(): { readonly numTensors: number; readonly numBytes: number } {
  if (!engine().backendName) return { numTensors: 0, numBytes: 0 };
  const { numTensors, numBytes } = engine().memory();
  return { numTensors, numBytes };
}
