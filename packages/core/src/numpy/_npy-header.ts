/** What the header of an `.npy` file says of its array. */
export interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: readonly number[];
}

/**
 * Reads a header such as `{'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }`: a literal of just this form,
 * with its three keys in any order. What is wrong comes back as words.
 */
export function parseHeader(text: string): NpyHeader | string {
  const scanner = /\s*(?:'([^'\\]*)'|"([^"\\]*)"|(True|False)|\(((?:\s*\d+L?\s*,)*(?:\s*\d+L?)?)\s*\)|([{}:,]))/y;
  const next = () => scanner.exec(text) ?? undefined;
  const found = new Map<string, string | boolean | number[]>();
  if (next()?.[5] !== "{") return "the header must be a literal of a dictionary";
  for (;;) {
    const token = next();
    if (token?.[5] === "}") break;
    const key = token?.[1] ?? token?.[2];
    const colon = next();
    const value = next();
    if (key === undefined || colon?.[5] !== ":" || value === undefined || value[5] !== undefined) {
      return "the header must be a literal of names, numbers and truth values only";
    }
    if (found.has(key)) return `the header must not give ${JSON.stringify(key)} twice`;
    found.set(key, value[1] ?? value[2] ?? (value[3] ? value[3] === "True" : sizesOf(value[4]!)));
    const separator = next()?.[5];
    if (separator === "}") break;
    if (separator !== ",") return "the header must be a literal of a dictionary";
  }
  if (text.slice(scanner.lastIndex).trim() !== "") return "the header must end with its dictionary";

  const [descr, fortranOrder, shape] = ["descr", "fortran_order", "shape"].map((key) => found.get(key));
  if (found.size !== 3 || typeof descr !== "string" || typeof fortranOrder !== "boolean" || !Array.isArray(shape)) {
    return "the header must give descr, fortran_order and shape";
  }
  return { descr, fortranOrder, shape };
}

/** The sizes in `3, 4`, the L of Python 2's long numbers aside. */
function sizesOf(tuple: string): number[] {
  return tuple
    .split(",")
    .filter((part) => part.trim() !== "")
    .map((part) => Number.parseInt(part, 10));
}
