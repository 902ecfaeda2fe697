import {
  flatten,
  isTensor,
  KerasTensor,
  mapStructure,
  type NDArray,
  packAs,
  type Tensor,
  type TensorLike,
  type TensorSpec,
  tidy,
  trace,
  type Variable,
} from "@hornbeam/core";
import * as tf from "@hornbeam/kernels/tfjs";
import { asTensor, operands } from "../_operands.ts";
import { argumentError, shapeError, spec, specOf } from "../_spec.ts";

/** The same structure with a tensor for each value in it; symbolic tensors stay. */
export type Tensors<V> = V extends KerasTensor | null
  ? V
  : V extends Tensor | Variable | NDArray | number | boolean
    ? Tensor
    : { [K in keyof V]: Tensors<V[K]> };
/** The same, where lists of numbers are tensors, too. */
export type Sequences<V> = V extends KerasTensor | null
  ? V
  : V extends TensorLike
    ? Tensor
    : { [K in keyof V]: Sequences<V[K]> };
/** What may stand for such a structure. */
export type Likes<V> = V extends Tensor | KerasTensor | null
  ? TensorLike | KerasTensor | null
  : { [K in keyof V]: Likes<V[K]> };

/** A tensor for each value of a structure, in which every list is a branch. */
export function tensorsOf(op: string, structure: unknown): unknown {
  return mapStructure(structure, (leaf) => (leaf === null ? null : asTensor(op, leaf as TensorLike)));
}

/** A tensor for each value of a structure, in which lists of nothing but numbers are tensors. */
export function sequencesOf(op: string, structure: unknown): unknown {
  if (holdsNumbers(structure)) return asTensor(op, structure as TensorLike);
  if (Array.isArray(structure)) return structure.map((part) => sequencesOf(op, part));
  if (isSpec(structure) || structure === null) return structure === null ? null : asTensor(op, structure as TensorLike);
  if (typeof structure !== "object") return asTensor(op, structure as TensorLike);
  return Object.fromEntries(Object.entries(structure as object).map(([key, part]) => [key, sequencesOf(op, part)]));
}

function holdsNumbers(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(holdsNumbers);
  return typeof value === "number" || typeof value === "boolean" || ArrayBuffer.isView(value);
}

/** Specs of a structure of sequences, symbolic or not. */
export function sequenceSpecs(structure: unknown): unknown {
  if (structure === null) return null;
  if (isSpec(structure)) return { shape: structure.shape, dtype: structure.dtype };
  if (holdsNumbers(structure)) return plainSpec(structure);
  return Array.isArray(structure)
    ? structure.map(sequenceSpecs)
    : Object.fromEntries(Object.entries(structure as object).map(([key, part]) => [key, sequenceSpecs(part)]));
}

/** Specs of a structure in which every list is a branch. */
export function specsOf(structure: unknown): unknown {
  return mapSpecs(structure, (leaf) => leaf);
}

/** A function of the shape and dtype of each value of a structure. */
export function mapSpecs(structure: unknown, f: (spec: TensorSpec) => unknown): unknown {
  if (structure === null || structure === undefined) return structure;
  if (isSpec(structure)) return f({ shape: structure.shape, dtype: structure.dtype });
  if (Array.isArray(structure)) return structure.map((part) => mapSpecs(part, f));
  if (typeof structure !== "object") return f(plainSpec(structure));
  return Object.fromEntries(Object.entries(structure).map(([key, part]) => [key, mapSpecs(part, f)]));
}

function isSpec(value: unknown): value is TensorSpec {
  return typeof value === "object" && value !== null && "shape" in value && "dtype" in value;
}

function plainSpec(value: unknown): TensorSpec {
  const { shape, dtype } = specOf(value);
  return spec(shape, dtype);
}

/** All shapes and dtypes of a structure, in order. */
export function flatSpecs(structure: unknown): TensorSpec[] {
  const found: TensorSpec[] = [];
  mapSpecs(structure, (one) => found.push(one));
  return found;
}

/** What a function of symbolic tensors gives, as shapes and dtypes: nothing it makes on the way is left. */
export function resultSpecs(f: (...args: readonly never[]) => unknown, ...specs: readonly unknown[]): unknown {
  return tidy(() => {
    const args = specs.map((one) => mapSpecs(one, ({ shape, dtype }) => new KerasTensor(shape, dtype, "")));
    return specsOf(trace(() => f(...(args as never[]))));
  });
}

/** The tensors of a structure. */
export function tensorsIn(structure: unknown): Tensor[] {
  return flatten(structure).filter((leaf): leaf is Tensor => isTensor(leaf));
}

/** The size that the tensors of a structure share along an axis. */
export function sharedSize(op: string, argument: string, structure: unknown, axis = 0): number | null {
  const specs = flatSpecs(structure);
  if (specs.length === 0) throw argumentError(op, argument, "hold at least one tensor", structure);
  let shared: number | null = null;
  for (const { shape } of specs) {
    const at = axis < 0 ? axis + shape.length : axis;
    if (at < 0 || at >= shape.length)
      throw shapeError(op, `each tensor of \`${argument}\` must have an axis ${axis}`, shape);
    const size = shape[at]!;
    if (size === null) continue;
    if (shared !== null && shared !== size) {
      const shapes = specs.map((one) => one.shape);
      throw shapeError(op, `the tensors of \`${argument}\` must have the same size along axis ${axis}`, shapes);
    }
    shared = size;
  }
  return shared;
}

/** For each place along the first axis, the structure of the slices there. */
export function slicesOf(structure: unknown, count: number): unknown[] {
  const leaves = flatten(structure).map((leaf) => (isTensor(leaf) ? tf.unstack(leaf) : leaf));
  return Array.from({ length: count }, (_, i) =>
    packAs(
      structure,
      leaves.map((leaf) => (Array.isArray(leaf) ? leaf[i] : leaf)),
    ),
  );
}

/** The structures' values, one above the other along a new first axis. */
export function stacked(op: string, structures: readonly unknown[]): unknown {
  const rows = structures.map((one) => flatten(one));
  const first = structures[0];
  return packAs(
    first,
    flatten(first).map((leaf, k) =>
      leaf === null || leaf === undefined
        ? leaf
        : tf.stack(
            operands(
              op,
              rows.map((row) => row[k] as TensorLike),
            ),
          ),
    ),
  );
}

/** A structure of nothing along the first axis, where no value says what there would be. */
export function nothingOf(specs: unknown): unknown {
  return mapSpecs(specs, ({ shape, dtype }) =>
    tf.zeros([0, ...shape.map((size) => size ?? 0)], dtype === "int32" || dtype === "bool" ? dtype : "float32"),
  );
}

/** @throws {OptionError} when two structures do not match. */
export function checkStructure(op: string, expected: unknown, received: unknown): void {
  const [wanted, got] = [expected, received].map((one) => JSON.stringify(mapStructure(one, () => 0)));
  if (wanted === got) return;
  throw argumentError(op, "body", `give the structure that it takes, ${wanted}`, got);
}

/** Frees the tensors of a loop's earlier state that no later value holds. */
export class LoopState {
  readonly #own = new Set<Tensor>();
  readonly #held = new Set<Tensor>();

  /** Tensors that are to outlive the loop. */
  hold(structure: unknown): void {
    for (const tensor of tensorsIn(structure)) this.#held.add(tensor);
  }

  /** The next state, made by a function of the previous one. */
  next<T>(previous: unknown, body: () => T): T {
    const result = tidy(body);
    const kept = new Set(tensorsIn(result));
    for (const tensor of tensorsIn(previous)) {
      if (kept.has(tensor) || this.#held.has(tensor) || !this.#own.delete(tensor)) continue;
      tensor.dispose();
    }
    for (const tensor of kept) this.#own.add(tensor);
    return result;
  }
}
