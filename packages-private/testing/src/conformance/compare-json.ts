/**
 * The first difference between plain data: the same keys, lists and values. Numbers that went through float32 on one
 * side only agree; the order of keys does not count.
 */
export function compareJson(where: string, got: unknown, want: unknown): string | undefined {
  if (Object.is(got, want)) return undefined;
  if (typeof got === "number" && typeof want === "number") {
    const close = got === want || Math.abs(got - want) <= 1e-7 * Math.abs(want);
    return close ? undefined : `${where}: ${got}, wanted ${want}`;
  }
  if (Array.isArray(got) && Array.isArray(want)) {
    if (got.length !== want.length) return `${where}: a list of ${got.length}, wanted ${want.length}`;
    for (const [i, part] of want.entries()) {
      const difference = compareJson(`${where}[${i}]`, got[i], part);
      if (difference !== undefined) return difference;
    }
    return undefined;
  }
  if (isPlain(got) && isPlain(want)) {
    for (const key of Object.keys(want)) {
      if (!Object.hasOwn(got, key)) return `${where}.${key}: absent, wanted ${shorten(want[key])}`;
      const difference = compareJson(`${where}.${key}`, got[key], want[key]);
      if (difference !== undefined) return difference;
    }
    const extra = Object.keys(got).find((key) => !Object.hasOwn(want, key) && got[key] !== undefined);
    return extra === undefined ? undefined : `${where}.${extra}: ${shorten(got[extra])}, wanted nothing`;
  }
  return `${where}: ${shorten(got)}, wanted ${shorten(want)}`;
}

function isPlain(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function shorten(value: unknown): string {
  const text = value === undefined ? "undefined" : JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}
