/** A string that no config has, in front of a number that JSON has no way to write. */
const mark = "\u0000number ";
const marked = /"\\u0000number (NaN|-?Infinity)"/g;

/**
 * JSON as Python's `json` module writes it where numbers are not finite: `NaN`, `Infinity`.
 *
 * @throws {TypeError} for what is no plain data: a `bigint`, a value that holds itself.
 * @example
 * stringifyJson({ rate: Infinity }); // '{"rate":Infinity}'
 */
export function stringifyJson(value: unknown): string {
  const replace = (_key: string, part: unknown): unknown =>
    typeof part === "number" && !Number.isFinite(part) ? `${mark}${part}` : part;
  return JSON.stringify(value, replace).replace(marked, "$1");
}
