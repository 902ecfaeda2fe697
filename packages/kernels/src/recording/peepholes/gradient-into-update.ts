import { flag, gemmBlock } from "../../abi.ts";
import { rules } from "../../fused/optimizers/rules.ts";
import type { CommandInstruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Region } from "../region.ts";
import { chained } from "./chained.ts";
import { integer, unitsOf, wordOf } from "./command-words.ts";
import { descending, descends } from "./descending.ts";
import { keeps, outputsOf } from "./outputs.ts";
import { placesOf, rewrite, wantedOutside } from "./rewrite.ts";

/** Optimizers that work element by element: an element of the gradient changes its own weight and state and no other. */
const updates: ReadonlySet<string> = new Set(Object.keys(rules));

/** A gradient smaller than this is near anyway. */
const small = 64 << 10;

interface Pair {
  readonly product: number;
  readonly update: number;
}

/**
 * Where a weight's gradient is a matrix product that only its optimizer reads, both become one command: the gradient goes
 * into the weight piece by piece, and needs no memory of its own. The update moves up to the product, if nothing between
 * them refers to what it changes.
 */
export function gradientIntoUpdate(step: Linked): Linked {
  const pairs = pairsOf(step);
  if (pairs.length === 0) return step;
  const byProduct = new Map(pairs.map((pair) => [pair.product, pair]));
  const gone = new Set(pairs.map(({ update }) => update));
  const rewritten = step.instructions.flatMap((instruction, i) => {
    if (gone.has(i)) return [];
    const pair = byProduct.get(i);
    if (!pair) return instruction;
    const [made, update] = [instruction, step.instructions[pair.update]] as [CommandInstruction, CommandInstruction];
    const joined = descends(update) ? descending(made, update) : chained(made, update);
    return { ...joined, condition: made.condition };
  });
  return rewrite(step, rewritten);
}

function pairsOf(step: Linked): Pair[] {
  const { instructions } = step;
  const wanted = wantedOutside(step);
  const uses = new Map<Region, number[]>();
  instructions.forEach((instruction, i) => {
    for (const { region } of placesOf(instruction)) {
      const known = uses.get(region);
      if (known) known.push(i);
      else uses.set(region, [i]);
    }
  });
  return instructions.flatMap((instruction, update): Pair[] => {
    if (instruction.kind !== "command" || !updates.has(instruction.command)) return [];
    const { region: gradient, offset } = instruction.places.get(wordOf(instruction.command, "g"))!;
    if (gradient.kind !== "buffer" || offset > 0 || wanted.has(gradient)) return [];
    const [product = 0, second, ...more] = uses.get(gradient)!;
    if (second !== update || more.length > 0) return [];
    const made = instructions[product]!;
    if (made.condition !== instruction.condition) return [];
    if (made.kind !== "command" || !makesRows(made, gradient, unitsOf(instruction))) return [];
    const changed = new Set(outputsOf(instruction)!.map(({ region }) => region));
    const read = [...instruction.places.values()].flatMap(({ region }) => (region === gradient ? [] : region));
    const between = instructions.slice(product + 1, update);
    const isFree = between.every(
      (other) =>
        other.kind !== "check" &&
        placesOf(other).every(({ region }) => !changed.has(region)) &&
        read.every((region) => keeps(other, region)),
    );
    const isOther = [...made.places.values()].every(({ region }) => region === gradient || !changed.has(region));
    return isFree && isOther ? [{ product, update }] : [];
  });
}

/**
 * Whether a command is a product that fills a gradient of so many elements, row by row, each sum made in one go: of a longer
 * product the gradient's way through memory is a small part, and threads share it better whole.
 */
function makesRows(made: CommandInstruction, gradient: Region, size: number): boolean {
  if (made.command !== "gemm") return false;
  const place = made.places.get(wordOf("gemm", "c"));
  const [m, n] = [integer(made, "m"), integer(made, "n")];
  return (
    place?.region === gradient &&
    place.offset === 0 &&
    made.extra === 0 &&
    integer(made, "k") <= gemmBlock.depth &&
    integer(made, "ldc") === n &&
    m * n === size &&
    4 * size === gradient.bytes &&
    gradient.bytes >= small &&
    (integer(made, "flags") & ~flag.columns) === 0
  );
}
