import { flatten, isBranch, NDArray } from "@hornbeam/core";
import type { HostBatch } from "./sources/batch-source.ts";

/** Types and shapes of a batch, in its structure; undefined where something in it is no array of numbers. */
export function batchSignature({ x, y, sampleWeight }: HostBatch): string | undefined {
  const parts = [x, y, sampleWeight].map(signatureOf);
  return parts.includes(undefined) ? undefined : parts.join(" → ").replace(/( → null)+$/, "");
}

/** Why batches that have no signature are not recorded. */
export function whyUnsigned({ x, y, sampleWeight }: HostBatch): string {
  const isText = (leaf: unknown) => leaf instanceof NDArray && leaf.dtype === "string";
  if (flatten([x, y, sampleWeight]).some(isText)) return "the batch holds strings, which only JavaScript works on";
  return "the batch holds other things than arrays of numbers";
}

function signatureOf(data: unknown): string | undefined {
  if (data === null || data === undefined) return "null";
  if (data instanceof NDArray) return data.dtype === "string" ? undefined : `${data.dtype} [${data.shape.join(", ")}]`;
  if (!isBranch(data)) return undefined;
  const entries = Object.entries(data).map(([key, value]) => [key, signatureOf(value)] as const);
  if (entries.some(([, part]) => part === undefined)) return undefined;
  return Array.isArray(data)
    ? `(${entries.map(([, part]) => part).join(", ")})`
    : `{${entries.map(([key, part]) => `${key}: ${part}`).join(", ")}}`;
}
