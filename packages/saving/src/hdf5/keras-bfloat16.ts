import { unreadable } from "./_unreadable.ts";
import type { ElementType } from "./datatype.ts";
import type { Hdf5Value } from "./types.ts";

/** The attribute by which Keras marks its bfloat16 datasets, whose datatype is opaque. */
export const kerasDtypeAttribute = "dtype";

/**
 * A dataset's element type, where Keras' mark says what 2 opaque bytes are.
 *
 * Mark and type must agree: a number marked as bfloat16 could be read as its bits or as its value.
 *
 * @see {@link https://keras.io/api/mixed_precision/ | Keras: mixed precision}
 */
export function asKerasBfloat16(type: ElementType, attributes: ReadonlyMap<string, Hdf5Value>): ElementType {
  if (!attributes.has(kerasDtypeAttribute) || attributes.get(kerasDtypeAttribute) !== "bfloat16") return type;
  if (type.kind === "opaque" && type.size === 2) {
    return { kind: "number", size: 2, dtype: "bfloat16", bigEndian: false };
  }
  const name = type.kind === "number" ? type.dtype : type.kind;
  if (name === "bfloat16") return type;
  throw unreadable("a dataset marked as bfloat16 must have a datatype of 2 opaque bytes or bfloat16", name);
}
