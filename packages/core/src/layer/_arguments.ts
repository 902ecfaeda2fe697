import type { Arguments } from "../graph/operation.ts";
import { camelCase, snakeCase } from "../names/case.ts";
import type { CallOptions } from "./types.ts";

/** One input, then keywords: how Keras stores the call of most layers. */
export function argumentsOf(inputs: unknown, options: CallOptions): Arguments {
  const isGiven = ([key, value]: [string, unknown]) => value !== undefined && (value !== null || key === "mask");
  const given = Object.entries(options).filter(isGiven);
  return { args: [inputs], kwargs: Object.fromEntries(given.map(([key, value]) => [snakeCase(key), value])) };
}

/** The reverse of `argumentsOf`. Inputs may also come by keyword, as Keras lets them. */
export function callArgumentsOf({ args, kwargs }: Arguments): { inputs: unknown; options: CallOptions } {
  const { inputs: named, ...rest } = kwargs;
  const options = Object.fromEntries(Object.entries(rest).map(([key, value]) => [camelCase(key), value]));
  return { inputs: args.length > 0 ? args[0] : named, options };
}
