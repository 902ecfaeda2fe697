import type { Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Region } from "../region.ts";
import { outputsOf } from "./outputs.ts";
import { placesOf, rewrite } from "./rewrite.ts";

/**
 * Puts what makes single numbers out of variables, and of what the host gives, before everything else, where the step has not changed
 * those by then. So a learning rate and its corrections are known before the first gradient is, and an update can move up to it.
 *
 *     g = xᵀ dy   r = rate(η, t)   w -= r g   t += 1        η, t: variables
 *     r = rate(η, t)   g = xᵀ dy   w -= r g   t += 1
 */
export function numbersFirst(step: Linked): Linked {
  const [first, rest]: [Instruction[], Instruction[]] = [[], []];
  const [touched, written] = [new Set<Region>(), new Set<Region>()];
  for (const instruction of step.instructions) {
    const made = outputsOf(instruction);
    const places = placesOf(instruction);
    const isFree =
      made?.every((place) => isNumber(place.region) && !touched.has(place.region)) &&
      places.every(({ region }) => !written.has(region));
    if (isFree && !instruction.condition) {
      first.push(instruction);
      continue;
    }
    rest.push(instruction);
    for (const { region } of places) touched.add(region);
    for (const { region } of made ?? places) written.add(region);
  }
  return rewrite(step, [...first, ...rest]);
}

function isNumber({ kind, bytes, constant }: Region): boolean {
  return kind === "buffer" && bytes <= 4 && !constant;
}
