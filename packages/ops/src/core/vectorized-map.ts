import {
  defineOp,
  flatten,
  interpret,
  isSymbolic,
  isTensor,
  KerasTensor,
  mapStructure,
  type Tensor,
  tidy,
  trace,
} from "@hornbeam/core";
import { Batched, callOp, NotBatchable, type OpCall, oneByOne } from "./_batched.ts";
import { batchingRule } from "./_batching-rules.ts";
import { flatSpecs, mapSpecs, type Sequences, sequencesOf, sharedSize, stacked, type Tensors } from "./_structures.ts";
import { mapped, mappedSpecs } from "./map.ts";

type Mapped = (x: never) => unknown;

/**
 * What a function gives for each slice along the first axis, one above the other: `map`, but the function is called once,
 * for all slices at the same time. Most ops in it work on the whole batch; those that cannot do it slice by slice. A
 * function that is not made of ops alone (that calls layers, or reads numbers) is called for each slice after all.
 *
 * @param fn A function of a slice, or of a structure of slices; its result may be a structure, too.
 * @param elements A tensor, or a structure of tensors of the same size along the first axis.
 * @throws {ShapeError} when the sizes along the first axis differ.
 * @see {@link https://keras.io/api/ops/core/#vectorizedmap-function | keras.ops.vectorized_map}
 * @example
 * vectorizedMap((x) => sum(x), [[1, 2], [3, 4]]); // [3, 7]
 */
export function vectorizedMap<const E, Y>(fn: (x: Sequences<E>) => Y, elements: E): Tensors<Y> {
  return (isSymbolic(elements) ? mapOp(elements, fn) : tidy(() => vectorized(fn, elements))) as Tensors<Y>;
}

const mapOp = /* @__PURE__ */ defineOp<[elements: unknown, fn: Mapped], object, unknown>({
  className: "VectorizedMap",
  module: "core",
  tensors: ["elements"],
  settings: ["function"],
  raw: true,
  call: (elements, fn) => vectorized(fn, elements),
  spec: (elements: unknown, fn: Mapped) => mappedSpecs("vectorizedMap", fn, elements),
});

function vectorized(fn: Mapped, elements: unknown): unknown {
  const sequences = sequencesOf("vectorizedMap", elements);
  const batch = sharedSize("vectorizedMap", "elements", sequences)!;
  if (batch === 0) return mapped("vectorizedMap", fn, sequences);
  try {
    return atOnce(fn, sequences, batch);
  } catch {
    // what is wrong with the function itself, it says again
    return mapped("vectorizedMap", fn, sequences);
  }
}

function atOnce(fn: Mapped, sequences: unknown, batch: number): unknown {
  const slices = mapStructure(sequences, (leaf) => (isTensor(leaf) ? new Batched(leaf) : leaf));
  const result = interpret(
    (definition, args, options) => computed({ definition, args, options }, batch),
    () => trace(() => fn(slices as never)),
  );
  return mapStructure(sequencesOrBatched(result), (leaf) => {
    if (leaf instanceof Batched) return leaf.value;
    if (leaf instanceof KerasTensor) throw new NotBatchable();
    return isTensor(leaf) ? repeated(leaf, batch) : leaf;
  });
}

/** Numbers and arrays in a result are tensors, too. */
function sequencesOrBatched(result: unknown): unknown {
  if (result instanceof Batched) return result;
  if (isSymbolic(result)) return Array.isArray(result) ? result.map(sequencesOrBatched) : eachOf(result);
  return sequencesOf("vectorizedMap", result);
}

function eachOf(result: unknown): unknown {
  if (result instanceof KerasTensor) throw new NotBatchable();
  return Object.fromEntries(Object.entries(result as object).map(([key, part]) => [key, sequencesOrBatched(part)]));
}

function repeated(value: Tensor, batch: number): Tensor {
  return stacked("vectorizedMap", Array<Tensor>(batch).fill(value)) as Tensor;
}

/** The op on the batch by its rule, if that gives what the op would give; slice by slice if not. */
function computed(call: OpCall, batch: number): unknown {
  if (flatten(call.args).some((leaf) => leaf instanceof KerasTensor && !(leaf instanceof Batched)))
    throw new NotBatchable();
  const wanted = mapSpecs(callOp(call), ({ shape, dtype }) => ({ shape: [batch, ...shape], dtype }));
  const ruled = batchingRule(call.definition.className)?.(call, batch);
  const result =
    ruled !== undefined && fits(ruled, wanted) ? ruled : stacked(call.definition.className, results(call, batch));
  return mapStructure(result, (leaf) => (isTensor(leaf) ? new Batched(leaf) : leaf));
}

function results(call: OpCall, batch: number): unknown[] {
  const found = oneByOne(call, batch);
  if (found.some(isSymbolic)) throw new NotBatchable();
  return found;
}

function fits(result: unknown, wanted: unknown): boolean {
  const [got, expected] = [flatSpecs(result), flatSpecs(wanted)].map((specs) =>
    specs.map(({ shape }) => shape.join()).join(";"),
  );
  return got === expected;
}
