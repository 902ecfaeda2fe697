import { type Command, flag } from "../../abi.ts";
import type { CommandInstruction, Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Place } from "../region.ts";
import { changed, integer, wordOf } from "./command-words.ts";
import { keeps, usesOf } from "./outputs.ts";
import { rewrite, wantedOutside } from "./rewrite.ts";

/**
 * The mask of an activation's gradient goes into what makes that gradient: a product, a convolution, or the gradient of the maximum
 * pooling behind it, where what holds a maximum was let through if the maximum was. What is left are the sums for a bias, where
 * those are wanted.
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
    if (y.region.kind === "buffer" && spans.get(y.region)!.first >= first) return;
    const isNew = dx.region.kind === "buffer" && spans.get(dx.region)!.first === at;
    if (second !== at || more !== undefined || !isNew || dx.region.bytes !== dy.region.bytes || made.has(first)) return;
    if (!instructions.slice(first, at).every((between) => keeps(between, y.region))) return;
    const masked = maskedBy(instructions[first]!, y, dy, dx, integer(mask, "flags"));
    if (!masked || masked.condition !== mask.condition) return;
    made.set(first, masked);
    made.set(at, sums && changed(mask, { flags: 0, y: 0, dx: 0 }, { dy: dx }));
  });
  if (made.size === 0) return step;
  const rewritten = instructions.flatMap((instruction, i) => (made.has(i) ? (made.get(i) ?? []) : instruction));
  return rewrite(step, rewritten);
}

/** Products and convolutions, and what their output is called. */
const outputs = new Map<Command, string>([
  ["gemm", "c"],
  ["conv2d", "y"],
  ["winograd", "y"],
]);

/** A command that makes `dy`, masked by y, to `dx`; undefined if it cannot. */
function maskedBy(
  producer: Instruction,
  y: Place,
  dy: Place,
  dx: Place,
  activation: number,
): CommandInstruction | undefined {
  if (producer.kind !== "command" || dy.offset + dx.offset > 0) return undefined;
  const { command } = producer;
  if (command === "maxPoolGradient") {
    const [x, made] = ["x", "dx"].map((name) => producer.places.get(wordOf(command, name))!);
    const isOwn = made!.region === dy.region && x!.region === y.region && x!.offset === y.offset;
    return isOwn && integer(producer, "gates") === 0 ? changed(producer, { gates: activation }, { dx }) : undefined;
  }
  const output = outputs.get(command);
  const made = output && producer.places.get(wordOf(command, output));
  const flags = output ? integer(producer, "flags") : 0;
  if (!made || made.region !== dy.region || made.offset > 0 || (flags & ~flag.columns) !== 0) return undefined;
  if (command === "gemm" && !isTiled(producer, dy)) return undefined;
  return changed(producer, { flags: flags | activation | flag.gate }, { [output]: dx, bias: y });
}

/** Whether all of a buffer is made, by tiles: products of few rows have no place for a mask. */
function isTiled(product: CommandInstruction, { region }: Place): boolean {
  const [m, n] = [integer(product, "m"), integer(product, "n")];
  const isThin = m <= 3 && integer(product, "transposeB") === 0;
  return !isThin && integer(product, "ldc") === n && 4 * m * n === region.bytes;
}
