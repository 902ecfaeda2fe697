import { argumentsFor, type Signature, type Signatures } from "./keras-call.ts";
import { lookupFunction } from "./lookup.ts";
import type { Packages } from "./packages.ts";
import { decode } from "./values.ts";

/** What replayers share. */
export interface Context {
  readonly packages: Packages;
  readonly signatures: Signatures;
  /** The folder of the case file: what the case refers to stands beside it. */
  readonly folder: string;
  /** Whether tensors that a case leaves behind make it fail. */
  readonly leaks: boolean;
}

/** Keras' parameters of `ops.reshape`, `layers.Dense`, …; functions of activations have ops' namesakes. */
export function signatureOf(context: Context, kerasName: string): Signature | undefined {
  return context.signatures[kerasName];
}

/** Arguments of a case, functions by their names included. */
export function decodeArguments(context: Context, value: unknown): unknown {
  return decode(value, { words: true, functionOf: (name) => lookupFunction(context.packages, name) });
}

/** Calls the counterpart of a Keras function. */
export function callKeras(
  context: Context,
  kerasName: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): unknown {
  const f = lookupFunction(context.packages, kerasName);
  return f(...argumentsFor(f as never, kerasName, signatureOf(context, kerasName), args, kwargs));
}
