import type { Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Place } from "../region.ts";
import { changed, integer, wordOf } from "./command-words.ts";
import { keeps, usesOf } from "./outputs.ts";
import { type Rewritten, rewrite, wantedOutside } from "./rewrite.ts";

/**
 * The mask of an activation's gradient goes into that of the maximum pooling behind it: what holds a maximum was let through if
 * the maximum was. What is left are the sums for a bias, where those are wanted.
 */
export function maskIntoGradient(step: Linked): Linked {
  const { instructions, spans } = step;
  const [uses, wanted] = [usesOf(step), wantedOutside(step)];
  const made = new Map<number, Instruction | undefined>();
  instructions.forEach((mask, at) => {
    if (mask.kind !== "command" || mask.command !== "activationGradient" || integer(mask, "flags") === 0) return;
    const [dy, y, dx, sums] = ["dy", "y", "dx", "sums"].map((name) => mask.places.get(wordOf(mask.command, name)));
    if (!dy || !y || !dx || dy.region.kind !== "buffer" || wanted.has(dy.region)) return;
    const [first = at, second, more] = uses.get(dy.region)!;
    const isNew = dx.region.kind === "buffer" && spans.get(dx.region)!.first === at;
    if (second !== at || more !== undefined || !isNew || dx.region.bytes !== dy.region.bytes || made.has(first)) return;
    if (!instructions.slice(first, at).every((between) => keeps(between, y.region))) return;
    const masked = maskedBy(instructions[first]!, y, dy, dx, integer(mask, "flags"));
    if (!masked) return;
    made.set(first, masked);
    made.set(at, sums && changed(mask, { flags: 0, y: 0, dx: 0 }, { dy: dx }));
  });
  if (made.size === 0) return step;
  const rewritten = instructions.flatMap((given, i): Rewritten[] => {
    const instruction = made.has(i) ? made.get(i) : given;
    return instruction ? [{ instruction, from: [{ instruction: i }] }] : [];
  });
  return rewrite(step, rewritten);
}

/** A pooling's gradient that makes `dy`, masked by y, to `dx`; undefined if it cannot. */
function maskedBy(producer: Instruction, y: Place, dy: Place, dx: Place, gates: number): Instruction | undefined {
  if (producer.kind !== "command" || producer.command !== "maxPoolGradient" || integer(producer, "gates") !== 0)
    return undefined;
  const [x, made] = ["x", "dx"].map((name) => producer.places.get(wordOf("maxPoolGradient", name))!);
  const isMade = made!.region === dy.region && dy.offset + dx.offset === 0;
  const isActivated = x!.region === y.region && x!.offset === y.offset;
  return isMade && isActivated ? changed(producer, { gates }, { dx }) : undefined;
}
