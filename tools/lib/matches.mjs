/** Whether a value is what the text of a JavaScript value says; its numbers may be rounded to the digits that it shows. */
export function matches(value, text) {
  const expected = new Function(`"use strict"; return (${text});`)();
  const digits = /\d\.(\d+)/.test(text)
    ? Math.max(...[...text.matchAll(/\d\.(\d+)/g)].map(([, some]) => some.length))
    : 0;
  const tolerance = digits === 0 ? 1e-6 : Math.max(0.51 * 10 ** -digits, 2e-7); // no finer than float32
  return equal(value, expected, tolerance);
}

function equal(value, expected, tolerance) {
  if (typeof expected === "number" && typeof value === "number")
    return Object.is(value, expected) || Math.abs(value - expected) <= Math.max(tolerance, 1e-6 * Math.abs(expected));
  if (typeof expected !== "object" || expected === null) return value === expected;
  if (typeof value !== "object" || value === null || Array.isArray(value) !== Array.isArray(expected)) return false;
  const keys = Object.keys(expected);
  return keys.length === Object.keys(value).length && keys.every((key) => equal(value[key], expected[key], tolerance));
}
