/** A string that no config has, in front of a number that JSON.stringify would write otherwise. */
const mark = "\u0000number ";
const marked = /"\\u0000number ([^"]+)"/g;

/** Keys whose values Keras demands to be Python's `float`, which `1` in JSON is not, and `1.0` is. */
const floats = new Set(["learning_rate", "momentum", "beta", "threshold"]);

/**
 * JSON as Python's `json` module writes it: numbers that are not finite as `NaN` and `Infinity`, and whole ones with
 * `.0` where Keras asks for it.
 *
 * @throws {TypeError} for what is no plain data: a `bigint`, a value that holds itself.
 * @example
 * stringifyJson({ learning_rate: 1, clipnorm: Infinity }); // '{"learning_rate":1.0,"clipnorm":Infinity}'
 */
export function stringifyJson(value: unknown): string {
  const replace = (key: string, part: unknown): unknown => {
    if (typeof part !== "number") return part;
    if (!Number.isFinite(part)) return `${mark}${part}`;
    return floats.has(key) && Number.isInteger(part) ? `${mark}${part.toFixed(1)}` : part;
  };
  return JSON.stringify(value, replace).replace(marked, "$1");
}
