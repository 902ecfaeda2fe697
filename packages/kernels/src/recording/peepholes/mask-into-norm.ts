import type { Command } from "../../abi.ts";
import type { CommandInstruction, Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Place, Region } from "../region.ts";
import { changed, integer, wordOf } from "./command-words.ts";
import { keeps, outputsOf, usesOf } from "./outputs.ts";
import { placesOf, rewrite, wantedOutside } from "./rewrite.ts";

/** Normalizations, and the commands of their way back. */
const gradients: { readonly [C in Command]?: readonly Command[] } = {
  columnNorm: ["columnNormSums", "columnNormGradient"],
  layerNorm: ["layerNormGradient"],
  groupNorm: ["groupNormGradient"],
};
/** What both read. */
const alike = ["x", "gamma", "mean", "variance", "means", "factors"];

/**
 * The mask of an activation's gradient goes into the gradients of the normalization before the activation. They make what it was
 * given once more, of numbers that they read anyway; the mask alone reads two arrays and writes a third.
 */
export function maskIntoNorm(step: Linked): Linked {
  const { instructions } = step;
  const [uses, wanted] = [usesOf(step), wantedOutside(step)];
  const made = new Map<number, Instruction | undefined>();
  instructions.forEach((mask, at) => {
    if (mask.kind !== "command" || mask.command !== "activationGradient" || integer(mask, "flags") === 0) return;
    const [dy, y, dx] = ["dy", "y", "dx"].map((name) => placeOf(mask, name)!) as [Place, Place, Place];
    if (placeOf(mask, "sums") || dx.region.kind !== "buffer" || wanted.has(dx.region)) return;
    const [first, ...readers] = uses.get(dx.region)!;
    const norm = producerOf(instructions, y, at);
    if (first !== at || readers.length === 0 || !norm) return;
    if (integer(norm.command, "flags") !== integer(mask, "flags") || norm.command.condition !== mask.condition) return;
    const gated = readers.map((reader) => gatedBy(norm.command, instructions[reader]!, dy, dx));
    const read = placesOf(norm.command).flatMap(({ region }) => (region === y.region ? [] : region));
    const last = readers.at(-1)!;
    if (gated.includes(undefined)) return;
    if (!stay(instructions.slice(at + 1, last), [dy.region])) return;
    if (!stay(instructions.slice(norm.at + 1, last), read)) return;
    made.set(at, undefined);
    for (const [i, reader] of readers.entries()) made.set(reader, gated[i]);
  });
  if (made.size === 0) return step;
  const rewritten = instructions.flatMap((instruction, i) => (made.has(i) ? (made.get(i) ?? []) : instruction));
  return rewrite(step, rewritten);
}

/** The normalization that made `y`, which nothing has changed since. */
function producerOf(instructions: readonly Instruction[], y: Place, before: number) {
  const at = instructions.slice(0, before).findLastIndex((instruction) => !keeps(instruction, y.region));
  const command = instructions[at];
  if (command?.kind !== "command" || !gradients[command.command]) return undefined;
  return isSame(outputsOf(command)![0], y) ? { at, command } : undefined;
}

/** A command of the way back through `norm` that is given `dy` and masks it itself, for one that is given `dx`; undefined for others. */
function gatedBy(norm: CommandInstruction, reader: Instruction, dy: Place, dx: Place): Instruction | undefined {
  if (reader.kind !== "command" || !gradients[norm.command]!.includes(reader.command)) return undefined;
  if (reader.condition !== norm.condition) return undefined;
  const isAlone = placesOf(reader).filter(({ region }) => region === dx.region).length === 1;
  if (!isAlone || !isSame(placeOf(reader, "dy"), dx) || integer(reader, "flags") !== 0) return undefined;
  if (!alike.every((name) => isSame(placeOf(norm, name), placeOf(reader, name)))) return undefined;
  const beta = placeOf(norm, "beta");
  return changed(reader, { flags: integer(norm, "flags") }, { dy, ...(beta && { beta }) });
}

function placeOf({ command, places }: CommandInstruction, name: string): Place | undefined {
  return places.get(wordOf(command, name));
}

function isSame(a: Place | undefined, b: Place | undefined): boolean {
  return a?.region === b?.region && a?.offset === b?.offset;
}

/** Whether instructions leave regions as they are. */
function stay(instructions: readonly Instruction[], regions: readonly Region[]): boolean {
  return instructions.every((instruction) => regions.every((region) => keeps(instruction, region)));
}
