import { ConfigError, NDArray, OptionError, refusal } from "@hornbeam/core";
import { checkWhole } from "../_check.ts";
import type { NpzArray } from "../npz/read-npz.ts";
import type { SequenceOptions, SequenceSplit } from "./sequences.ts";

export const sequenceOptions = ["numWords", "skipTop", "maxlen", "seed", "startChar", "oovChar", "indexFrom"] as const;

/** Options of a data set of texts, checked, with Keras' defaults. */
export function readSequenceOptions(action: string, options: SequenceOptions) {
  const {
    numWords = null,
    skipTop = 0,
    maxlen = null,
    seed = 113,
    startChar = 1,
    oovChar = 2,
    indexFrom = 3,
  } = options;
  for (const [option, value] of Object.entries({ numWords, maxlen })) {
    checkWhole(action, option, value, { least: 1, orNull: true });
  }
  for (const [option, value] of Object.entries({ startChar, oovChar }))
    checkWhole(action, option, value, { orNull: true });
  for (const [option, value] of Object.entries({ skipTop, seed, indexFrom })) checkWhole(action, option, value);
  return { numWords, skipTop, maxlen, seed, startChar, oovChar, indexFrom };
}
export type SequencePlan = ReturnType<typeof readSequenceOptions>;

/** Texts and labels among the arrays of an archive. */
export function textsIn(
  arrays: ReadonlyMap<string, NpzArray>,
  [xName, yName]: readonly [x: string, y: string],
  action: string,
): SequenceSplit {
  const [x, y] = [arrays.get(xName), arrays.get(yName)];
  const isText = (text: unknown): boolean => Array.isArray(text) && text.every((word) => Number.isSafeInteger(word));
  if (Array.isArray(x) && x.every(isText) && y instanceof NDArray && y.rank === 1 && y.size === x.length) {
    return [x as number[][], y];
  }
  const expected = `it must hold lists of integers as ${xName} and as many labels as ${yName}`;
  throw refusal(ConfigError, { action, expected, received: [...arrays.keys()] });
}

/** Texts in another order, with their starts, as far as they are short enough. */
export function arranged([x, y]: SequenceSplit, order: Uint32Array, plan: SequencePlan): SequenceSplit {
  const { startChar, indexFrom, maxlen } = plan;
  const texts: number[][] = [];
  const kept: number[] = [];
  for (const i of order) {
    const words = x[i]!;
    const text = startChar === null ? words.map((word) => word + indexFrom) : [startChar, ...words.map((word) => word + indexFrom)]; // biome-ignore format: one line
    if (maxlen !== null && text.length >= maxlen) continue;
    texts.push(text);
    kept.push(i);
  }
  return [texts, y.take(kept)];
}

/** Texts of which words that are too rare or too frequent are left out or replaced. */
export function limited(texts: readonly number[][], { numWords, skipTop, oovChar }: SequencePlan): number[][] {
  const below = numWords ?? texts.reduce((most, text) => text.reduce((a, b) => Math.max(a, b), most), 0);
  const isKept = (word: number): boolean => skipTop <= word && word < below;
  if (oovChar === null) return texts.map((text) => text.filter(isKept));
  return texts.map((text) => text.map((word) => (isKept(word) ? word : oovChar)));
}

export function refuseEmpty(action: string, { maxlen }: SequencePlan): never {
  const expected = "`maxlen` must leave sequences: there must be shorter ones";
  throw refusal(OptionError, { action, option: "maxlen", expected, received: maxlen, hint: "Increase `maxlen`." });
}
