/**
 * What a TypeScript module imports: `import … from`, `export … from`, `import "…"` and `import("…")`, as
 * `{ specifier, typeOnly, lazy }`. Comments and the insides of other strings do not count.
 */
export function importsOf(text) {
  const code = blank(text);
  const found = [];
  const add = (quoteAt, typeOnly, lazy) => {
    const specifier = text.slice(quoteAt + 1, text.indexOf(text[quoteAt], quoteAt + 1));
    found.push({ specifier, typeOnly, lazy });
  };
  for (const match of code.matchAll(/^\s*(?:import|export)\s+(type\s+)?([\w\s,*$]*(?:\{([^}]*)\})?\s*)from\s*["']/gm)) {
    const [whole, typeWord, clause, names] = match;
    const everyNameIsType =
      names !== undefined &&
      clause.trim().startsWith("{") &&
      names.split(",").every((name) => /^\s*(type\s|$)/.test(name));
    add(match.index + whole.length - 1, typeWord !== undefined || everyNameIsType, false);
  }
  for (const match of code.matchAll(/^\s*import\s*["']/gm)) add(match.index + match[0].length - 1, false, false);
  for (const match of code.matchAll(/\bimport\s*\(\s*["'`]/g)) add(match.index + match[0].length - 1, false, true);
  return found;
}

/** The same text with spaces instead of comments and of what strings hold; quotes and line ends stay in place. */
export function blank(text) {
  const pattern = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g;
  return text.replace(pattern, (match) => {
    const empty = (part) => part.replace(/[^\n]/g, " ");
    return match.startsWith("/") ? empty(match) : match[0] + empty(match.slice(1, -1)) + match.at(-1);
  });
}
