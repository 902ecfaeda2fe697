/** How many batches a data set says that it holds, by `cardinality()` or `length`; null where it does not, or has no end. */
export function knownLength(data: object): number | null {
  const { cardinality, length } = data as { readonly cardinality?: unknown; readonly length?: unknown };
  const known: unknown = typeof cardinality === "function" ? cardinality.call(data) : length;
  return typeof data !== "function" && Number.isSafeInteger(known) && (known as number) >= 0 ? (known as number) : null;
}
