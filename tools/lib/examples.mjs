/** The `@example` blocks of a TypeScript file: `{ line, code }`. */
export function examplesOf(text) {
  const found = [];
  for (const comment of text.matchAll(/\/\*\*[\s\S]*?\*\//g)) {
    const lines = comment[0].split("\n");
    const first = text.slice(0, comment.index).split("\n").length;
    let code;
    lines.forEach((line, i) => {
      const content = line.replace(/^\s*\*\/?\s?/, "").replace(/\s*\*\/$/, "");
      if (/^\s*(\/\*)?\*+\s*@example\b/.test(line)) {
        code = { line: first + i, code: [] };
        found.push(code);
      } else if (/^@\w/.test(content)) code = undefined;
      else if (code && i < lines.length - 1 && !content.startsWith("```")) code.code.push(content);
    });
  }
  return found.map(({ line, code }) => ({ line, code: code.join("\n").trim() }));
}

/** Statements of an example: `{ text }`, and for an expression with a comment `value` or `error`, what it promises. */
export function statementsOf(code) {
  const statements = [];
  let rest = [];
  for (const line of code.split("\n")) {
    const [, text, comment] = /^(.*?;)\s*\/\/\s*(.*)$/.exec(line) ?? [undefined, line, undefined];
    rest.push(text);
    const whole = rest.join("\n");
    if (!isBalanced(whole) || !/[;}]\s*$/.test(whole)) continue;
    rest = [];
    const promise = /^\s*(const|let|class|function|for|if|using|await using|import|type|interface)\b/.test(whole)
      ? {}
      : promiseOf(comment);
    statements.push({ text: whole, ...promise });
  }
  if (rest.length > 0) statements.push({ text: rest.join("\n") });
  return statements;
}

/** What a comment promises; a comment that is no value of JavaScript is prose. */
function promiseOf(comment) {
  if (comment === undefined) return {};
  const error = /^throws\s+(.*)$/.exec(comment)?.[1];
  if (error !== undefined) return { error };
  const value = comment.replace(/^(?:Big)?(?:Int|Uint|Float)\d+(?:Clamped)?Array (?=\[)/, ""); // as consoles show them
  try {
    new Function(`"use strict"; return (${value});`)();
    return { value };
  } catch {
    return {};
  }
}

function isBalanced(text) {
  let depth = 0;
  for (const [sign] of text
    .replace(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`/g, "")
    .matchAll(/[()[\]{}]/g))
    depth += "([{".includes(sign) ? 1 : -1;
  return depth === 0;
}
