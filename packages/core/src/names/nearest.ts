/** The word of a list that is closest to what was written, where one is close enough to be meant. */
export function nearest(written: string, words: Iterable<string>): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const word of words) {
    const distance = editDistance(written.toLowerCase(), word.toLowerCase(), least);
    if (distance < least) [best, least] = [word, distance];
  }
  return best;
}

/** `Did you mean "relu"?`, or the list of what there is. */
export function suggestion(written: unknown, words: Iterable<string>): string {
  const list = [...words];
  const near = typeof written === "string" ? nearest(written, list) : undefined;
  return near === undefined ? `Known: ${list.join(", ")}.` : `Did you mean "${near}"?`;
}

/** Insertions, deletions and replacements of letters from one word to the other (Levenshtein), up to a limit. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
