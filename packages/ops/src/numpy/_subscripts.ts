import { argumentError } from "../_spec.ts";

/** The letters of an equation: those of each input and of the output. Axes of an ellipsis have names of their own. */
export interface Subscripts {
  readonly inputs: readonly (readonly string[])[];
  readonly output: readonly string[];
}

/** Reads an equation such as `"...ij,jk->...ik"` for tensors of the given ranks. */
export function parseSubscripts(subscripts: string, ranks: readonly number[]): Subscripts {
  const [left = "", right, ...more] = subscripts.replaceAll(/\s/g, "").split("->");
  const terms = left.split(",");
  if (more.length > 0 || terms.length !== ranks.length)
    throw refused(subscripts, `have one term for each of ${ranks.length} tensors`);
  const inputs = terms.map((term, i) => expand(term, ranks[i]!, subscripts));
  const width = Math.max(0, ...inputs.map((labels) => labels.filter(isDot).length));
  const dots = Array.from({ length: width }, (_, i) => `.${width - 1 - i}`);
  const output = right === undefined ? implied(inputs, dots) : letters(right, dots, subscripts);
  const known = new Set(inputs.flat());
  if (output.some((label) => !known.has(label)) || new Set(output).size < output.length)
    throw refused(subscripts, "name only letters of the inputs, each once, in the output");
  return { inputs, output };
}

function isDot(label: string): boolean {
  return label.startsWith(".");
}

/** The labels of one term; the axes of its ellipsis are counted from the last. */
function expand(term: string, rank: number, subscripts: string): string[] {
  const named = term.replace("...", "").length;
  const width = term.includes("...") ? rank - named : 0;
  if (width < 0 || (width === 0 && named !== rank))
    throw refused(subscripts, `have a letter for each axis: "${term}" has ${named} for ${rank}`);
  return letters(
    term,
    Array.from({ length: width }, (_, i) => `.${width - 1 - i}`),
    subscripts,
  );
}

function letters(term: string, dots: readonly string[], subscripts: string): string[] {
  const [before = "", after = "", ...more] = term.split("...");
  if (more.length > 0 || !/^[A-Za-z]*$/.test(before + after))
    throw refused(subscripts, "consist of letters, commas, one arrow and an ellipsis");
  return term.includes("...") ? [...before, ...dots, ...after] : [...before];
}

/** Without an arrow: the letters that occur once, in the order of the alphabet. */
function implied(inputs: readonly (readonly string[])[], dots: readonly string[]): string[] {
  const all = inputs.flat().filter((label) => !isDot(label));
  return [...dots, ...[...new Set(all)].filter((label) => all.indexOf(label) === all.lastIndexOf(label)).sort()];
}

function refused(subscripts: string, expected: string) {
  return argumentError("einsum", "subscripts", expected, subscripts);
}
