const taken = new Map<string, number>();

/** `dense`, then `dense_1`, `dense_2`: counted over the whole program until `clearSession`. */
export function uniqueName(prefix: string): string {
  const count = taken.get(prefix) ?? 0;
  taken.set(prefix, count + 1);
  return count === 0 ? prefix : `${prefix}_${count}`;
}

/** Starts the numbering of names afresh. */
export function resetNames(): void {
  taken.clear();
}
