import { type DType, isFloat } from "../array/dtype.ts";
import type { Shape } from "../array/shape.ts";
import { DTypeError, refusal, ShapeError } from "../errors.ts";
import { show } from "../show.ts";

/** What a layer demands of an input: its rank, or sizes of single axes (counted from the end where negative). */
export interface InputSpec {
  readonly rank?: number;
  readonly minRank?: number;
  readonly maxRank?: number;
  readonly axes?: Readonly<Record<number, number | null>>;
  readonly dtype?: DType;
}

/** @throws {ShapeError} that names the first demand that does not hold. */
export function checkInput(
  owner: string,
  spec: InputSpec,
  input: { readonly shape: Shape; readonly dtype: string },
): void {
  const action = `call ${owner}`;
  const { shape } = input;
  const fail = (expected: string, hint: string) => {
    throw refusal(ShapeError, { action, owner, expected, receivedAs: "shape", received: shape, hint });
  };
  const ranks = `The input is incompatible with the layer: its ndim is ${shape.length}, expected ndim`;
  if (spec.rank !== undefined && shape.length !== spec.rank) {
    fail(`the input must have ${spec.rank} axes`, `${ranks} is ${spec.rank}.`);
  }
  if (spec.minRank !== undefined && shape.length < spec.minRank) {
    fail(`the input must have at least ${spec.minRank} axes`, `${ranks} is at least ${spec.minRank}.`);
  }
  if (spec.maxRank !== undefined && shape.length > spec.maxRank) {
    fail(`the input must have at most ${spec.maxRank} axes`, `${ranks} is at most ${spec.maxRank}.`);
  }
  for (const [key, size] of Object.entries(spec.axes ?? {})) {
    const axis = Number(key);
    const found = shape.at(axis);
    if (size === null || found === null || found === size) continue;
    const where = axis === -1 ? "the last axis" : `axis ${axis}`;
    fail(
      `${where} must be ${size}`,
      `The input is incompatible with the layer, which was built for ${show(size)} there.`,
    );
  }
  if (spec.dtype !== undefined && isFloat(spec.dtype) !== isFloat(input.dtype)) {
    throw refusal(DTypeError, {
      action,
      owner,
      expected: `the input must be of dtype ${spec.dtype}`,
      received: input.dtype,
    });
  }
}

/** The size of an axis, which has to be known. */
export function knownAxis(layer: { readonly [Symbol.toStringTag]: string }, shape: Shape, axis: number): number {
  const size = shape.at(axis);
  if (size !== null && size !== undefined) return size;
  const where = axis === -1 ? "the last axis" : `axis ${axis}`;
  const hint = "Give its size in the shape of the Input.";
  throw refusal(ShapeError, {
    action: `build ${layer[Symbol.toStringTag]}`,
    expected: `${where} must be known`,
    receivedAs: "shape",
    received: shape,
    hint,
  });
}
