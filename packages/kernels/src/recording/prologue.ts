import type { Instruction } from "./instruction.ts";
import type { Linked } from "./link.ts";
import { outputsOf, usesOf } from "./peepholes/outputs.ts";
import { placesOf, rewrite, wantedOutside } from "./peepholes/rewrite.ts";
import type { Region } from "./region.ts";

/** A step whose first instructions need not be done again as long as the values stay that they are made of. */
export interface WithPrologue extends Linked {
  /** How many instructions that are. */
  readonly prologue: number;
  /** What they make for the others: memory that nothing else may take. */
  readonly kept: ReadonlySet<Region>;
}

/** Bytes that a prologue may keep: with more than that the largest of what it could make is made with each replay. */
const room = 32 << 20;
/** Bytes from which on a buffer is not kept for being filled. */
const large = 1 << 16;

/**
 * Puts before all others the commands whose results follow from variables, from tensors of before and from constants alone, none
 * of which the step changes: filters that are packed or transformed, the factors of a normalization that is not in training, the
 * projection of weights that are frozen.
 *
 *     a = pack(W)   b = conv(x, a)   c = √(v + ε)   d = b / c        x: input; W, v: variables that the step leaves as they are
 *     a = pack(W)   c = √(v + ε)  |  b = conv(x, a)   d = b / c      a and c are kept
 */
export function prologueFirst(step: Linked, most = room): WithPrologue {
  const barred = new Set<number>();
  for (;;) {
    const steady = steadyIn(step, barred);
    const kept = keptOf(step, steady);
    const bytes = kept.reduce((sum, region) => sum + region.bytes, 0);
    if (bytes <= most) return reordered(step, steady, new Set(kept));
    const largest = kept.reduce((a, b) => (b.bytes > a.bytes ? b : a));
    for (const at of writersOf(step).get(largest)!) barred.add(at);
  }
}

/** Numbers of the instructions that may write to each region. */
function writersOf({ instructions }: Linked): ReadonlyMap<Region, readonly number[]> {
  const writers = new Map<Region, number[]>();
  instructions.forEach((instruction, at) => {
    for (const { region } of outputsOf(instruction) ?? placesOf(instruction)) {
      const known = writers.get(region);
      if (known) known.push(at);
      else writers.set(region, [at]);
    }
  });
  return writers;
}

/** The variables and tensors of before that a step may change. */
export function changedBy(step: Linked): ReadonlySet<Region> {
  const lasting = [...writersOf(step).keys()].filter(({ kind }) => kind === "variable" || kind === "outside");
  const assigned = new Set(step.assignments.map(({ variable }) => variable));
  const known = [...step.spans.keys()].filter(({ variable }) => variable && assigned.has(variable));
  return new Set([...lasting, ...known]);
}

/** Numbers of the instructions whose results stay what they are. */
function steadyIn(step: Linked, barred: ReadonlySet<number>): ReadonlySet<number> {
  const [writers, uses, changed] = [writersOf(step), usesOf(step), changedBy(step)];
  const steady = new Set<number>();
  step.instructions.forEach((instruction, at) => {
    if (!barred.has(at) && isPure(instruction)) steady.add(at);
  });
  const stays = (region: Region): boolean => {
    if (region.kind === "input" || region.filled) return false;
    if (region.kind !== "buffer") return !changed.has(region);
    const made = writers.get(region) ?? [];
    if (region.constant) return made.length === 0;
    const last = made.at(-1) ?? -1;
    return (
      made.length > 0 &&
      made.every((at) => steady.has(at)) &&
      uses.get(region)!.every((at) => at >= last || steady.has(at))
    );
  };
  for (let before = -1; before !== steady.size; ) {
    before = steady.size;
    for (const at of steady) {
      if (!placesOf(step.instructions[at]!).every(({ region }) => stays(region))) steady.delete(at);
    }
  }
  return steady;
}

/**
 * Whether an instruction does nothing but make buffers, of what its words and places say alone. Ids of slices are looked through
 * before; to fill a large buffer takes no longer than to read it.
 */
function isPure(instruction: Instruction): boolean {
  if (instruction.kind !== "command" || instruction.condition) return false;
  const made = outputsOf(instruction)?.map(({ region }) => region) ?? [];
  if (instruction.command === "gather" || (instruction.command === "fill" && made.some(({ bytes }) => bytes > large)))
    return false;
  return made.length > 0 && made.every(({ kind }) => kind === "buffer");
}

/** What the instructions of a prologue make that something else reads. */
function keptOf(step: Linked, steady: ReadonlySet<number>): readonly Region[] {
  const [uses, wanted] = [usesOf(step), wantedOutside(step)];
  const made = new Set([...steady].flatMap((at) => outputsOf(step.instructions[at]!)!.map(({ region }) => region)));
  return [...made].filter((region) => wanted.has(region) || uses.get(region)!.some((at) => !steady.has(at)));
}

function reordered(step: Linked, steady: ReadonlySet<number>, kept: ReadonlySet<Region>): WithPrologue {
  const numbers = step.instructions.map((_, at) => at);
  const order = [...numbers.filter((at) => steady.has(at)), ...numbers.filter((at) => !steady.has(at))];
  const instructions = order.map((at) => step.instructions[at]!);
  return { ...rewrite(step, instructions), prologue: steady.size, kept };
}
