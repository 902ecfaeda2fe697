import {
  cast,
  clone,
  engine,
  equal,
  type NamedTensorMap,
  scalar,
  type Tensor,
  tidy,
  util,
  type Variable,
} from "@hornbeam/kernels/tfjs";
import { current } from "../current.ts";
import { KernelError } from "../errors.ts";
import { withGradient } from "../fused/with-gradient.ts";
import { recorder, rehearse } from "./active.ts";
import { refuseRecording, unrecorded } from "./host.ts";
import type { Recorder } from "./recorder.ts";

type Part = () => readonly Tensor[];

/** Options of {@link onlyOne}. */
export interface OnlyOneOptions {
  /** Tensors of the shapes and types that every part makes. */
  readonly like: readonly Tensor[];
}

/**
 * What one of several parts makes: the one that a number says which a kernel has computed. A recorded step has them all, and each
 * replay does one of them, by the number of that time. Of a recorded step, no gradient goes through it. Of what is there already,
 * parts may change values of variables in place, as {@link nextKey} does, and nothing else.
 *
 *     which   ┌─ y = part₀ ─┐
 *       │  ───┼─ y = part₁ ─┼───  y        recorded: all, of which one is done meanwhile
 *       └─────┴─ y = part₂ ─┘              replayed: that of `which`, the others are skipped
 *
 * @param which One int32 number, from 0 up to the last part's.
 * @example
 * const x = scalar(3);
 * onlyOne(scalar(1, "int32"), [() => [neg(x)], () => [square(x)]], { like: [x] }); // [9]
 */
export function onlyOne(which: Tensor, parts: readonly Part[], { like }: OnlyOneOptions): Tensor[] {
  const chosen = unrecorded(() => which.dataSync()[0]!);
  if (!parts[chosen])
    throw new KernelError(`Cannot do one of ${parts.length} parts: it must be one of them, received number ${chosen}`);
  const heard = recorder();
  if (heard && isTrained(like)) heard.refuse("gradients go through it, and what it does is drawn in each step");
  return tidy(() =>
    heard && heard.reason === undefined ? recorded(heard, { which, chosen, parts, like }) : [...parts[chosen]!()],
  );
}

interface Choice extends OnlyOneOptions {
  readonly which: Tensor;
  readonly chosen: number;
  readonly parts: readonly Part[];
}

function recorded(heard: Recorder, { which, chosen, parts, like }: Choice): Tensor[] {
  const { runtime } = current();
  const results = like.map(({ shape, dtype }) =>
    engine().makeTensorFromTensorInfo(runtime.frame(() => runtime.output(shape, dtype).info)),
  );
  let made: readonly Tensor[] = [];
  parts.forEach((part, i) => {
    const flag = cast(equal(which, scalar(i, "int32")), "int32");
    heard.conditionally(flag, () => {
      if (i === chosen) made = kept(part(), results);
      else rehearse(() => void kept(part(), results));
    });
  });
  if (heard.reason !== undefined) return [...made];
  return withGradient({
    inputs: { ...made } as unknown as NamedTensorMap, // by their numbers
    forward: () => results,
    backward: (dys) => {
      refuseRecording("a gradient goes through one of several parts");
      return Object.fromEntries(dys.map((dy, i) => [i, () => clone(dy)]));
    },
  });
}

/** Puts what a part has made where what others make is put. */
function kept(made: readonly Tensor[], results: readonly Tensor[]): readonly Tensor[] {
  const fit = (one: Tensor, i: number) =>
    one.dtype === results[i]?.dtype && util.arraysEqual(one.shape, results[i].shape);
  if (made.length === results.length && made.every(fit)) copy(made, results);
  else refuseRecording("one of several parts makes tensors of other shapes or types");
  return made;
}

function copy(from: readonly Tensor[], to: readonly Tensor[]): void {
  const { runtime } = current();
  from.forEach((one, i) => {
    const bytes = one.size * util.bytesPerElement(one.dtype);
    runtime.frame(() => runtime.run("copy", bytes, { x: runtime.input(one), y: runtime.input(to[i]!) }));
  });
}

/** What of the tape of gradients is looked at. */
interface TapeNode {
  readonly inputs: NamedTensorMap;
  readonly outputs: readonly Tensor[];
}

/** Whether tensors follow from variables that may be trained: then gradients may be asked for, whether the chosen part has one or not. */
function isTrained(tensors: readonly Tensor[]): boolean {
  const { activeTape, registeredVariables } = engine().state as unknown as { activeTape?: readonly TapeNode[]; registeredVariables: Record<string, Variable> }; // biome-ignore format: public in the code of TensorFlow.js
  const ids = new Set(tensors.map(({ id }) => id));
  for (const { inputs, outputs } of [...(activeTape ?? [])].reverse()) {
    if (outputs.some(({ id }) => ids.has(id))) for (const { id } of Object.values(inputs)) ids.add(id);
  }
  return Object.values(registeredVariables).some(({ id, trainable }) => trainable && ids.has(id));
}
