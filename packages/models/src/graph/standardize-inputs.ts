import { flatten, isBranch, type KerasTensor, refusal, type Shape, ShapeError, type Tensor } from "@hornbeam/core";
import { cast, expandDims, squeeze } from "@hornbeam/ops";

type Value = Tensor | KerasTensor;

/** Tells a model's inputs from one another: by place, or by the names of its Inputs. */
export function matchInputs(owner: string, given: unknown, structure: unknown): readonly (Value | null)[] {
  const wanted = flatten(structure) as KerasTensor[];
  if (isRecordOfInputs(given)) {
    const keys = isRecordOfInputs(structure) ? Object.keys(structure).sort() : wanted.map(inputName);
    const missing = keys.find((key) => !(key in given));
    if (missing !== undefined) {
      const hint = `Its inputs are ${keys.map((key) => `"${key}"`).join(", ")}.`;
      throw refusal(ShapeError, {
        action: `call ${owner}`,
        expected: `the inputs must name "${missing}"`,
        received: Object.keys(given),
        hint,
      });
    }
    return keys.map((key) => given[key] as Value);
  }
  const leaves = flatten(given) as (Value | null)[];
  if (isRecordOfInputs(structure)) {
    const keys = Object.keys(structure);
    if (keys.join() !== [...keys].sort().join()) {
      throw refusal(ShapeError, {
        action: `call ${owner}`,
        expected: `the inputs must be a record of ${keys.join(", ")}`,
        received: given,
      });
    }
  }
  if (leaves.length !== wanted.length) {
    const names = wanted.map((tensor) => `"${inputName(tensor)}"`).join(", ");
    const expected = `it takes ${wanted.length} input${wanted.length === 1 ? "" : "s"} (${names})`;
    throw refusal(ShapeError, { action: `call ${owner}`, expected, receivedAs: "the number", received: leaves.length });
  }
  return leaves;
}

/** An input in the dtype and rank of a model's Input: a last axis of 1 is added or dropped where that makes it fit. */
export function adjustInput(owner: string, value: Value | null, wanted: KerasTensor): Value | null {
  if (value === null) return null;
  const typed = value.dtype === wanted.dtype ? value : (cast(value as Tensor, wanted.dtype) as Value);
  const ranked = adjustRank(typed, wanted.shape);
  if (fits(ranked.shape, wanted.shape)) return ranked;
  const shape = `[${wanted.shape.map((size) => size ?? "null").join(", ")}]`;
  const hint = "The input is incompatible with the shape of the model's Input.";
  throw refusal(ShapeError, {
    action: `call ${owner}`,
    expected: `input "${inputName(wanted)}" must have shape ${shape}`,
    receivedAs: "shape",
    received: value.shape,
    hint,
  });
}

/** An input goes by the name of its Input. */
function inputName(tensor: KerasTensor): string {
  return tensor.history?.operation.name ?? tensor.name;
}

function adjustRank(value: Value, wanted: Shape): Value {
  if (value.shape.length === wanted.length + 1 && value.shape.at(-1) === 1)
    return squeeze(value as Tensor, -1) as Value;
  if (value.shape.length === wanted.length - 1 && wanted.at(-1) === 1) return expandDims(value as Tensor, -1) as Value;
  return value;
}

/** Whether sizes agree; the batch may be of any size. */
function fits(shape: Shape, wanted: Shape): boolean {
  return (
    shape.length === wanted.length &&
    shape.every((size, axis) => axis === 0 || size === null || wanted[axis] === null || size === wanted[axis])
  );
}

function isRecordOfInputs(structure: unknown): structure is Readonly<Record<string, unknown>> {
  return isBranch(structure) && !Array.isArray(structure);
}
