import type { Command } from "../../abi.ts";
import type { CommandInstruction, Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Place, Region } from "../region.ts";
import { outputsOf } from "./outputs.ts";
import { placesOf, rewrite, wantedOutside } from "./rewrite.ts";

/** Commands that only put a matrix or a filter into another order, which products and convolutions read. */
const packings = new Set<Command>(["packPanels", "packFilter", "packFlippedFilter", "winogradFilter", "flipTaps"]);

/**
 * What is packed in the same way again, and has not been written meanwhile, is packed once: the filters of a layer that is called
 * several times, the kernel of a sequence that is walked in both directions.
 */
export function packedOnce(step: Linked): Linked {
  const { instructions, spans } = step;
  const wanted = wantedOutside(step);
  const writes = new Map<Region, number>();
  for (const instruction of instructions) for (const region of writtenBy(instruction)) count(writes, region);
  const numbers = new Map<Region, number>();
  const numberOf = (region: Region) => {
    if (!numbers.has(region)) numbers.set(region, numbers.size);
    return numbers.get(region)!;
  };
  const before = new Map<Region, number>();
  const known = new Map<string, Place>();
  const same = new Map<Region, Region>();
  const rewritten: Instruction[] = [];
  instructions.forEach((given, at) => {
    const instruction = same.size > 0 ? reading(given, same) : given;
    const made = isPacking(instruction) && outputsOf(instruction)![0];
    const isOwn =
      made &&
      made.region.kind === "buffer" &&
      made.offset === 0 &&
      writes.get(made.region) === 1 &&
      spans.get(made.region)!.first === at &&
      !wanted.has(made.region);
    if (isOwn) {
      const key = keyOf(
        instruction as CommandInstruction,
        made,
        (region) => `${numberOf(region)}.${before.get(region) ?? 0}`,
      );
      const first = known.get(key);
      if (first?.region.bytes === made.region.bytes) {
        same.set(made.region, first.region);
        return;
      }
      known.set(key, made);
    }
    for (const region of writtenBy(instruction)) count(before, region);
    rewritten.push(instruction);
  });
  return same.size > 0 ? rewrite(step, rewritten) : step;
}

function isPacking(instruction: Instruction): boolean {
  return instruction.kind === "command" && packings.has(instruction.command) && !instruction.condition;
}

function writtenBy(instruction: Instruction): Set<Region> {
  return new Set((outputsOf(instruction) ?? placesOf(instruction)).map(({ region }) => region));
}

function count(counts: Map<Region, number>, region: Region): void {
  counts.set(region, (counts.get(region) ?? 0) + 1);
}

/** Two packings that do the same have the same key: all words, and what they read, as it is by then. */
function keyOf({ words, places }: CommandInstruction, made: Place, stateOf: (region: Region) => string): string {
  const told = [...words].map((word, i) => {
    const place = places.get(i);
    if (!place) return word;
    return place.region === made.region ? "made" : `${stateOf(place.region)}+${place.offset}`;
  });
  return told.join(" ");
}

/** An instruction that reads what others stand for where those are. */
function reading<T extends Instruction>(instruction: T, same: ReadonlyMap<Region, Region>): T {
  const moved = <P extends Place | undefined>(place: P): P => {
    const region = place && same.get(place.region);
    return region ? { ...place, region } : place;
  };
  if (!placesOf(instruction).some(({ region }) => same.has(region))) return instruction;
  if (instruction.kind === "stock")
    return { ...instruction, arguments: instruction.arguments.map((each) => ({ ...each, place: moved(each.place) })) };
  if (instruction.kind === "command")
    return { ...instruction, places: new Map([...instruction.places].map(([word, place]) => [word, moved(place)])) };
  return { ...instruction, places: instruction.places.map(moved) };
}
