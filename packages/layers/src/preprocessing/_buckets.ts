import { nullable, option } from "@hornbeam/core";
import { fingerprint64 } from "./_fingerprint.ts";
import { sipHash } from "./_siphash.ts";

/** The key of a salted hash: two whole numbers, or one for both. */
export type Salt = readonly [number, number];
const saltPair = /* @__PURE__ */ option<Salt, number | Salt>("an integer or a list of 2 integers", (given) => {
  const pair = Array.isArray(given) ? given : [given, given];
  return pair.length === 2 && pair.every(Number.isSafeInteger) ? (pair as unknown as Salt) : undefined;
});
export const salt = /* @__PURE__ */ nullable(saltPair);

const encoder = /* @__PURE__ */ new TextEncoder();

/** A bucket for a token, the one in which TensorFlow puts it: by FarmHash, or by SipHash under a salt. */
export function bucketOf(token: string | number, buckets: number, key: Salt | null): number {
  const bytes = encoder.encode(String(token));
  const hash = key === null ? fingerprint64(bytes) : sipHash(bytes, [BigInt(key[0]), BigInt(key[1])]);
  return Number(hash % BigInt(buckets));
}
