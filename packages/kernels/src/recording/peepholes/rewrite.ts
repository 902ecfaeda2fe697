import type { HostAction, Instruction } from "../instruction.ts";
import type { Linked, Span } from "../link.ts";
import type { Place, Region } from "../region.ts";

/** A step with other instructions. */
export function rewrite(step: Linked, instructions: readonly Instruction[]): Linked {
  return { ...step, instructions, spans: spansOf({ ...step, instructions }) };
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
