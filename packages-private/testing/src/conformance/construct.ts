import { type Context, signatureOf } from "./context.ts";
import { optionsFor } from "./keras-call.ts";
import { lookupClass } from "./lookup.ts";

/** Makes an object by its constructor, from Keras' arguments. */
export function construct<T = unknown>(
  context: Context,
  kerasName: string,
  args: readonly unknown[],
  kwargs: Readonly<Record<string, unknown>>,
): T {
  const Class = lookupClass(context.packages, kerasName);
  const options = optionsFor(Class, kerasName, signatureOf(context, kerasName), args, kwargs);
  return (Object.keys(options).length === 0 ? new Class() : new Class(options)) as T; // the case says what it is
}
