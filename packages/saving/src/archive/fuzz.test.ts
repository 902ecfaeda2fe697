import { strToU8, zipSync } from "fflate";
import { expect, it } from "vitest";
import { LoadingError } from "../loading-error.ts";
import { readArchive } from "./read-archive.ts";
import { writeArchive } from "./write-archive.ts";

/** Numbers in [0, 1) that are the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const content = strToU8("the quick brown fox ".repeat(20));
const seeds: readonly (readonly [string, Uint8Array])[] = [
  [
    "stored",
    writeArchive([
      ["config.json", content],
      ["model.weights.h5", content],
      ["assets/a/b.txt", content],
    ]),
  ],
  ["deflated", zipSync({ "config.json": content, assets: { "b.txt": content } }, { level: 6 })],
];
const odd = [0, 1, 0x7f, 0x80, 0xff];

it.each(seeds)("reads a damaged archive (%s) as it was, or refuses it with a LoadingError", (_, whole) => {
  const next = numbers(whole.length);
  const below = (limit: number) => Math.floor(next() * limit);
  let refused = 0;
  for (let round = 0; round < 4000; round++) {
    let bytes: Uint8Array = whole.slice(0, round % 7 === 0 ? below(whole.length) : whole.length);
    for (let i = below(4); i >= 0; i--)
      bytes[below(bytes.length)] = next() < 0.5 ? odd[below(odd.length)]! : below(256);
    if (round % 11 === 0) bytes = Uint8Array.from([...bytes, ...bytes.subarray(below(bytes.length))]);
    try {
      // what has a right checksum is what was written
      for (const { name, read } of readArchive(bytes).values()) {
        const same = Buffer.compare(read(), name.endsWith("/") ? new Uint8Array(0) : content) === 0;
        if (!same) expect(read()).toEqual(content);
      }
    } catch (error) {
      if (!(error instanceof LoadingError)) throw error;
      expect(error.message.length).toBeLessThan(1000);
      refused++;
    }
  }
  expect(refused).toBeGreaterThan(1000);
  expect(refused).toBeLessThan(4000);
});
