import { defineOp, type KerasTensor } from "@hornbeam/core";
import { argumentError } from "../_spec.ts";
import {
  checkStructure,
  type Likes,
  LoopState,
  mapSpecs,
  nothingOf,
  resultSpecs,
  type Sequences,
  sequenceSpecs,
  sequencesOf,
  sharedSize,
  slicesOf,
  specsOf,
  stacked,
  type Tensors,
  tensorsOf,
} from "./_structures.ts";

interface ScanOptions {
  /** How many steps; as many as `xs` has slices unless given. */
  length?: number | null;
  /** Whether to go from the last slice to the first. */
  reverse?: boolean;
  /** Accepted for Keras' sake: nothing is compiled here, so there is no loop to unroll. */
  unroll?: number | boolean;
}
type Step = (carry: never, x: never) => readonly [carry: unknown, y: unknown];

/**
 * Carries values along the slices of a sequence: each step makes new ones, and an output, of the carried values and the
 * slice.
 *
 * @param f `[carry, y]` of the carried values and a slice along the first axis of `xs` (null without `xs`).
 * @param init The values carried into the first step: a tensor or number, or a structure of them.
 * @param xs The sequence: a tensor, or a structure of tensors of the same size along the first axis.
 * @returns The values carried out of the last step, and the outputs along a new first axis, in the order of `xs`.
 * @throws {OptionError} when there are neither `xs` nor a `length`, or they disagree.
 * @see {@link https://keras.io/api/ops/core/#scan-function | keras.ops.scan}
 * @example
 * scan((sum, x) => [add(sum, x), add(sum, x)], 0, [1, 2, 3])[1]; // [1, 3, 6]
 */
export const scan = /* @__PURE__ */ defineOp<[f: Step, init: unknown, xs: unknown], Required<ScanOptions>, unknown>({
  className: "Scan",
  module: "core",
  tensors: ["f", "init", "xs"],
  optionalTensors: 1,
  options: { length: null, reverse: false, unroll: 1 } as Required<ScanOptions>,
  raw: true,
  call: (f, init, xs, options) => scanned(f, init, xs, options),
  spec: (f: Step, init: unknown, xs: unknown, { length }: Required<ScanOptions>) => {
    const specs = sequenceSpecs(xs);
    const count = xs === null ? length : sharedSize("scan", "xs", specs);
    const slice = mapSpecs(specs, ({ shape, dtype }) => ({ shape: shape.slice(1), dtype }));
    const [carry, y] = resultSpecs(f, specsOf(init), slice) as [unknown, unknown];
    return [carry, mapSpecs(y, ({ shape, dtype }) => ({ shape: [count, ...shape], dtype }))];
  },
}) as unknown as Scan; // the types follow the function

interface Scan {
  <const I, Y, const X = null>(
    f: (carry: Tensors<I>, x: Slices<X>) => readonly [carry: Likes<Tensors<I>>, y: Y],
    init: I,
    xs?: X,
    options?: ScanOptions,
  ): [carry: Tensors<I>, ys: Tensors<Y>];
  readonly definition: object;
}
type Slices<X> = X extends KerasTensor ? KerasTensor : Sequences<X>;

function scanned(
  f: Step,
  init: unknown,
  xs: unknown,
  { length, reverse, unroll }: Required<ScanOptions>,
): readonly [unknown, unknown] {
  if (typeof unroll !== "boolean" && !(Number.isInteger(unroll) && unroll >= 1))
    throw argumentError("scan", "unroll", "be a positive integer or a boolean", unroll);
  const sequence = sequencesOf("scan", xs);
  const count = stepsOf(sequence, length);
  const slices = sequence === null ? null : slicesOf(sequence, count);
  const state = new LoopState();
  const ys: unknown[] = [];
  let carry = tensorsOf("scan", init);
  for (let step = 0; step < count; step++) {
    const x = slices ? slices[reverse ? count - 1 - step : step] : null;
    const [next, y] = state.next(carry, () => {
      const [after, output] = f(carry as never, x as never);
      const tensors = tensorsOf("scan", after);
      checkStructure("scan", carry, tensors);
      return [tensors, tensorsOf("scan", output ?? null)] as const;
    });
    state.hold(y);
    ys.push(y);
    carry = next;
  }
  if (reverse) ys.reverse();
  if (count > 0) return [carry, stacked("scan", ys)];
  const slice = mapSpecs(sequence, ({ shape, dtype }) => ({ shape: shape.slice(1), dtype }));
  return [carry, nothingOf((resultSpecs(f, specsOf(carry), slice) as [unknown, unknown])[1])];
}

function stepsOf(sequence: unknown, length: number | null): number {
  if (sequence === null) {
    if (length === null) throw argumentError("scan", "length", "be given where there is no `xs`", length);
    return length;
  }
  const size = sharedSize("scan", "xs", sequence)!;
  if (length !== null && length !== size)
    throw argumentError("scan", "length", `be the size of \`xs\` along its first axis, ${size}`, length);
  return size;
}
