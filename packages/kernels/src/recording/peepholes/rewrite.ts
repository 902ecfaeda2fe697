import type { HostAction, Instruction } from "../instruction.ts";
import type { Linked, Span } from "../link.ts";
import type { Place, Region } from "../region.ts";

/** A place in a step's instructions: its number, and where its words begin in the new one. */
export interface Origin {
  readonly instruction: number;
  /** Number of the word in the new instruction for each of the old, if they are not the same. */
  readonly word?: (word: number) => number;
}

/** An instruction of the new step, and the instructions of the old one that it stands for. */
export interface Rewritten {
  readonly instruction: Instruction;
  readonly from: readonly Origin[];
}

/** A step with other instructions; numbers that the host gives follow the instruction that they were given to. */
export function rewrite(step: Linked, rewritten: readonly Rewritten[]): Linked {
  const targets = new Map<number, { at: number; word: (word: number) => number }>();
  rewritten.forEach(({ from }, at) => {
    for (const { instruction, word = (same: number) => same } of from) targets.set(instruction, { at, word });
  });
  const actions = step.actions.map((action): HostAction => {
    if (action.kind !== "number") return action;
    const target = targets.get(action.instruction)!;
    return { ...action, instruction: target.at, word: target.word(action.word) };
  });
  const instructions = rewritten.map(({ instruction }) => instruction);
  return { ...step, instructions, actions, spans: spansOf({ ...step, instructions, actions }) };
}

/** The places to which an instruction refers. */
export function placesOf(instruction: Instruction): Place[] {
  const condition = instruction.condition ? [instruction.condition] : [];
  if (instruction.kind === "stock") return [...condition, ...instruction.arguments.flatMap(({ place }) => place ?? [])];
  return [...condition, ...instruction.places.values()];
}

/** Regions to which something besides instructions refers. */
export function wantedOutside({ actions, reads, results, assignments }: Omit<Linked, "spans">): Set<Region> {
  const ofHost = actions.flatMap((action) => placeOf(action) ?? []);
  const places = [...ofHost, ...[...reads, ...results, ...assignments].map(({ place }) => place)];
  return new Set(places.flatMap(({ region }) => (region.condition ? [region, region.condition.region] : [region])));
}

/** Where the host writes, or looks. */
function placeOf(action: HostAction): Place | undefined {
  if (action.kind === "fill") return action.place;
  return action.kind === "effect" ? action.condition : undefined;
}

function spansOf(step: Omit<Linked, "spans">): Map<Region, Span> {
  const spans = new Map<Region, Span>();
  const use = (region: Region, at: number) => {
    const span = spans.get(region);
    if (!span) spans.set(region, { first: at, last: at });
    else span.last = Math.max(span.last, at);
  };
  for (const action of step.actions) {
    const place = placeOf(action);
    if (place) use(place.region, 0);
  }
  step.instructions.forEach((instruction, at) => {
    for (const { region } of placesOf(instruction)) use(region, at);
  });
  for (const { place } of [...step.reads, ...step.results, ...step.assignments])
    use(place.region, step.instructions.length);
  return spans;
}
