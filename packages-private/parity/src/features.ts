import { type Found, find } from "./exports.ts";
import type { KerasName } from "./keras-api.ts";
import { missingParameters } from "./parameters.ts";
import { reasonFor } from "./reasons.ts";

/** What there is of a name of Keras. */
export interface Feature {
  readonly keras: KerasName;
  readonly verdict: "yes" | "with limits" | "no";
  /** Where it is here: `layers.Dense`. */
  readonly path: string | undefined;
  /** What is missing, and why. */
  readonly notes: readonly string[];
  /** Whether something is missing that nobody gives a reason for. */
  readonly unexplained: boolean;
}

/** Names that are types here, which a program cannot see. */
const types: Readonly<Record<string, string>> = { InputSpec: "layers.InputSpec" };

export function featureOf(keras: KerasName): Feature {
  const type = types[keras.name];
  if (type) return { keras, verdict: "yes", path: type, notes: ["a type"], unexplained: false };
  const full = `${keras.module}.${keras.name}`;
  const found = find(keras) ?? byFirstName(keras);
  const why = reasonFor(full) ?? (keras.aliasOf && reasonFor(keras.aliasOf));
  if (!found) return { keras, verdict: "no", path: undefined, notes: [why ?? "missing"], unexplained: !why };
  if (why) return { keras, verdict: "no", path: found.path, notes: [why], unexplained: false };
  const missing = missingParameters(keras, found.value).map((parameter) => {
    const reason = reasonFor(full, parameter) ?? (keras.aliasOf && reasonFor(keras.aliasOf, parameter));
    return { reason, note: `without \`${parameter}\`${reason ? `: ${reason}` : ""}` };
  });
  return {
    keras,
    verdict: missing.length === 0 ? "yes" : "with limits",
    path: found.path,
    notes: missing.map(({ note }) => note),
    unexplained: missing.some(({ reason }) => reason === undefined),
  };
}

/** Another name of something that is here under its first name: `keras.initializers.zeros` is `initializers.Zeros`. */
function byFirstName({ aliasOf, ...keras }: KerasName): Found | undefined {
  if (!aliasOf) return undefined;
  const at = aliasOf.lastIndexOf(".");
  return find({ ...keras, module: aliasOf.slice(0, at), name: aliasOf.slice(at + 1), aliasOf: undefined });
}
