import { camelCase } from "@hornbeam/core";
import type { KerasName } from "./keras-api.ts";
import { declarationOf } from "./sources.ts";

interface Described {
  readonly schema?: Readonly<Record<string, { readonly key?: string }>>;
  readonly constants?: Readonly<Record<string, unknown>>;
  readonly definition?: {
    readonly tensors: readonly string[];
    readonly settings?: readonly string[];
    readonly options?: object;
  };
}

/** Parameters that every class of Keras takes through `**kwargs` or its base, under their names here. */
const common = new Set(["name", "dtype", "trainable", "kwargs"]);

/**
 * Parameters of Keras that ours does not take. Classes are asked for their table of options and ops for their
 * definition; of other functions the file that declares them is searched for the name, and the first parameters may be called
 * otherwise.
 */
export function missingParameters({ kind, module, parameters }: KerasName, value: unknown): string[] {
  const { schema, constants, definition } = value as Described;
  const known = new Set<string>([
    ...Object.entries(schema ?? {}).flatMap(([name, option]) => [name, option.key ?? name]),
    ...Object.keys(constants ?? {}),
    ...(definition?.tensors ?? []),
    ...(definition?.settings ?? []),
    ...Object.keys(definition?.options ?? {}),
  ]);
  const text = typeof value === "function" && !definition ? sourceOf(value, module) : "";
  const positions = kind === "function" && typeof value === "function" ? value.length : 0;
  return parameters.filter((parameter, position) => {
    if (position < positions || (kind === "class" && common.has(parameter))) return false;
    if (known.has(parameter) || known.has(camelCase(parameter))) return false;
    // `eye` calls its sizes N and M in Python, as matrices are written
    const spellings = [parameter, camelCase(parameter), ...(parameter.length === 1 ? [parameter.toLowerCase()] : [])];
    return !new RegExp(`\\b(${spellings.join("|")})\\b`).test(text);
  });
}

/** What a function's parameters and options can be read from: its own text, and the file that declares it. */
function sourceOf(value: { readonly name: string }, module: string): string {
  return Function.prototype.toString.call(value) + declarationOf(value.name, module);
}
