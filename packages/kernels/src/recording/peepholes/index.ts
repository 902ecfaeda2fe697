import type { Linked } from "../link.ts";
import { activationIntoProducer } from "./activation-into-producer.ts";
import { gradientIntoUpdate } from "./gradient-into-update.ts";
import { maskIntoGradient } from "./mask-into-gradient.ts";
import { maskIntoNorm } from "./mask-into-norm.ts";
import { numbersFirst } from "./numbers-first.ts";
import { packedOnce } from "./packed-once.ts";
import { unused } from "./unused.ts";

/** What makes a program of fewer passes over memory out of a linked step, without changing a bit of what it computes. */
const peepholes: readonly ((step: Linked) => Linked)[] = [
  unused,
  packedOnce,
  activationIntoProducer,
  maskIntoNorm,
  maskIntoGradient,
  numbersFirst,
  gradientIntoUpdate,
];

/** A step after all {@link peepholes}. */
export function improve(step: Linked): Linked {
  return peepholes.reduce((improved, peephole) => peephole(improved), step);
}
