import { flag } from "../../abi.ts";
import { unaries } from "../../functions.ts";
import type { CommandInstruction, Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import { changed, integer, unitsOf, wordOf } from "./command-words.ts";
import { outputsOf, usesOf } from "./outputs.ts";
import { rewrite, wantedOutside } from "./rewrite.ts";

/** Commands that apply an activation on the way out, and what their output is called. */
const producers = new Map([
  ["gemm", "c"],
  ["conv2d", "y"],
  ["depthwise", "y"],
  ["winograd", "y"],
  ["columnNorm", "y"],
  ["layerNorm", "y"],
  ["groupNorm", "y"],
]);

const activations = new Map([
  [unaries.indexOf("relu"), flag.relu],
  [unaries.indexOf("relu6"), flag.relu6],
]);

/**
 * A relu or relu6 that alone reads what a command has made becomes a flag of that command, which makes the activation's result at
 * once: normalizations and convolutions whose activation is a layer of its own.
 */
export function activationIntoProducer(step: Linked): Linked {
  const { instructions, spans } = step;
  const [uses, wanted] = [usesOf(step), wantedOutside(step)];
  const made = new Map<number, Instruction>();
  const gone = new Set<number>();
  instructions.forEach((activation, at) => {
    if (activation.kind !== "command" || activation.command !== "unary") return;
    const applied = activations.get(integer(activation, "kind"));
    const [x, y] = ["x", "y"].map((name) => activation.places.get(wordOf("unary", name))!);
    if (!applied || x!.offset + y!.offset > 0 || x!.region.kind !== "buffer" || wanted.has(x!.region)) return;
    const [first = at, second, more] = uses.get(x!.region)!;
    if (second !== at || more !== undefined || gone.has(first) || made.has(first)) return;
    const producer = instructions[first] as CommandInstruction;
    const output = producer.kind === "command" && producers.get(producer.command);
    const isAll = x!.region.bytes === 4 * unitsOf(activation) && y!.region.bytes === x!.region.bytes;
    const isNew = y!.region.kind === "buffer" && spans.get(y!.region)!.first === at;
    if (
      !output ||
      producer.condition !== activation.condition ||
      !isAll ||
      !isNew ||
      outputsOf(producer)![0]?.region !== x!.region
    )
      return;
    made.set(first, changed(producer, { flags: integer(producer, "flags") | applied }, { [output]: y! }));
    gone.add(at);
  });
  if (gone.size === 0) return step;
  const rewritten = instructions.flatMap((instruction, i) => (gone.has(i) ? [] : (made.get(i) ?? instruction)));
  return rewrite(step, rewritten);
}
