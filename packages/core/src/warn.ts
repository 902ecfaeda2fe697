const said = new Set<string>();

/** Tells the user something once that is odd but no error. */
export function warnOnce(message: string): void {
  if (said.has(message)) return;
  said.add(message);
  // biome-ignore lint/suspicious/noConsole: warnings have no other place to go
  console.warn(message);
}

/** Forgets what has been said. */
export function resetWarnings(): void {
  said.clear();
}
