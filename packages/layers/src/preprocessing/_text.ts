/** What is done to a text before it is split. */
export type Standardize = "lower_and_strip_punctuation" | "lower" | "strip_punctuation" | ((text: string) => string);
/** How a text is split into tokens. */
export type Split = "whitespace" | "character" | ((text: string) => readonly string[]);

const punctuation = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~']/g;

/** A text in lower case, without punctuation, or both. Only ASCII letters have cases here, as in Keras. */
export function standardized(text: string, how: Standardize | null): string {
  if (how === null) return text;
  if (typeof how === "function") return how(text);
  const lower = how === "strip_punctuation" ? text : text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
  return how === "lower" ? lower : lower.replace(punctuation, "");
}

/** The tokens of a text; ASCII white space is between words, as in Keras. */
export function splitText(text: string, how: Split | null): readonly string[] {
  if (how === null) return [text];
  if (typeof how === "function") return how(text);
  if (how === "character") return [...text];
  return text.split(/[ \t\n\v\f\r]+/).filter((word) => word !== "");
}

/** Runs of tokens of each width, joined by spaces: all of the first width, then all of the next. */
export function ngramsOf(tokens: readonly string[], widths: readonly number[]): string[] {
  return widths.flatMap((width) =>
    Array.from({ length: Math.max(0, tokens.length - width + 1) }, (_, i) => tokens.slice(i, i + width).join(" ")),
  );
}
