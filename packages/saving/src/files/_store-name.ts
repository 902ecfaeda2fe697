import { OptionError, refusal } from "@hornbeam/core";

/** Refuses names that could lead out of a store: parts between slashes are names of folders and of a file. */
export function checkStoreName(name: string, what: string): string {
  const parts = typeof name === "string" ? name.split("/") : [];
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for
  const odd = parts.some((part) => part === "" || part === "." || part === ".." || /[\\\u0000-\u001f]/.test(part));
  if (parts.length > 0 && !odd) return name;
  const expected = 'the name must be of parts between slashes, none of them empty, "." or ".."';
  throw refusal(OptionError, { action: `name a file of ${what}`, expected, received: name });
}

/** The name of a file beside another. */
export function nameBeside(name: string, other: string): string {
  return name.slice(0, name.lastIndexOf("/") + 1) + other;
}
