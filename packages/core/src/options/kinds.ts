import { type DType, isDType } from "../array/dtype.ts";
import { isShape, type KnownShape, type Shape } from "../array/shape.ts";
import { imageDataFormat } from "../config/values.ts";
import { type MakeOption, nullable, option } from "./option.ts";

const accept =
  <V>(test: (input: unknown) => boolean) =>
  (input: unknown) =>
    test(input) ? (input as V) : undefined;
const isInteger = (input: unknown, from = Number.MIN_SAFE_INTEGER) =>
  Number.isSafeInteger(input) && (input as number) >= from;
const isNumber = (input: unknown): input is number => typeof input === "number" && !Number.isNaN(input);

export const boolean = /* @__PURE__ */ option<boolean>(
  "a boolean",
  accept((x) => typeof x === "boolean"),
);
export const text = /* @__PURE__ */ option<string>(
  "a string",
  accept((x) => typeof x === "string"),
);
export const nullableText = /* @__PURE__ */ nullable(text);

export const integer = /* @__PURE__ */ option<number>(
  "an integer",
  accept((x) => isInteger(x)),
);
export const positiveInteger = /* @__PURE__ */ option<number>(
  "a positive integer",
  accept((x) => isInteger(x, 1)),
);
export const nonNegativeInteger = /* @__PURE__ */ option<number>(
  "a non-negative integer",
  accept((x) => isInteger(x, 0)),
);

export const number = /* @__PURE__ */ option<number>("a number", accept(isNumber));
export const positiveNumber = /* @__PURE__ */ option<number>(
  "a positive number",
  accept((x) => isNumber(x) && x > 0),
);
export const nonNegativeNumber = /* @__PURE__ */ option<number>(
  "a non-negative number",
  accept((x) => isNumber(x) && x >= 0),
);
/** A number in `[0, 1]`. */
export const fraction = /* @__PURE__ */ option<number>(
  "a number in [0, 1]",
  accept((x) => isNumber(x) && x >= 0 && x <= 1),
);

/** Sizes without the batch axis or with it, null where unknown. */
export const shape = /* @__PURE__ */ option<Shape>("a list of sizes", accept(isShape), (value) => [...value]);
/** A dtype's name. */
export const dtypeName = /* @__PURE__ */ option<DType>("the name of a dtype", accept(isDType));
/** Axes or other whole numbers, always held as a list. */
export const integers = /* @__PURE__ */ option<readonly number[], number | readonly number[]>(
  "an integer or a list of integers",
  (x) => (isInteger(x) ? [x as number] : Array.isArray(x) && x.every((one) => isInteger(one)) ? [...x] : undefined),
);
/** One axis, or several; held as it was given. */
export const axes = /* @__PURE__ */ option<number | readonly number[]>("an integer or a list of integers", (x) =>
  isInteger(x) ? (x as number) : Array.isArray(x) && x.every((one) => isInteger(one)) ? [...x] : undefined,
);

/** One of the words of a list. */
export function oneOf<const T extends readonly (string | null)[]>(...words: T): MakeOption<T[number]> {
  return option<T[number]>(
    `one of ${words.map((word) => JSON.stringify(word)).join(", ")}`,
    accept((x) => words.includes(x as string)),
  );
}

/** A size a spatial axis: one number for all `rank` axes, or a list of `rank`; held as a list. */
export function spatial(rank: number, from = 1): MakeOption<readonly number[], number | readonly number[]> {
  const kind = from === 1 ? "positive integer" : "non-negative integer";
  return option<readonly number[], number | readonly number[]>(`a ${kind} or a list of ${rank}`, (x) => {
    if (isInteger(x, from)) return Array<number>(rank).fill(x as number);
    return Array.isArray(x) && x.length === rank && x.every((one) => isInteger(one, from)) ? [...x] : undefined;
  });
}

/** Where the channels stand in an image; null means `config.imageDataFormat()`, `"channels_last"` unless it is set. */
export const dataFormat = /* @__PURE__ */ option<
  "channels_last" | "channels_first",
  "channels_last" | "channels_first" | null
>('one of "channels_last", "channels_first"', (x) =>
  x === null ? imageDataFormat() : x === "channels_last" || x === "channels_first" ? x : undefined,
);

/** Any value that JSON can hold. */
export const json = /* @__PURE__ */ option<unknown>("a JSON value", (x) => (x === undefined ? undefined : x));

/** A function given in code. */
// biome-ignore lint/suspicious/noExplicitAny: the caller's function may take anything
export function functionOption<F extends (...args: any[]) => unknown>(expects = "a function"): MakeOption<F> {
  return option<F>(
    expects,
    accept((x) => typeof x === "function"),
  );
}
export type { KnownShape };
