const longestList = 12;

/** A value as it stands in messages: `"relu"`, `[2, null]`, `Dense "dense"`, `{ units: 3 }`. */
export function show(value: unknown, depth = 0): string {
  if (typeof value === "string") return JSON.stringify(value.length > 200 ? `${value.slice(0, 200)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return depth > 3 ? "[…]" : showList(value, depth);
  if (ArrayBuffer.isView(value))
    return `${value.constructor.name}(${(value as { length?: number }).length ?? value.byteLength})`;
  if (typeof value === "function" || (typeof value === "object" && value !== null)) return showObject(value, depth);
  return String(value);
}

function showList(list: readonly unknown[], depth: number): string {
  const shown = list.slice(0, longestList).map((item) => show(item, depth + 1));
  return `[${shown.join(", ")}${list.length > longestList ? `, … ${list.length} in all` : ""}]`;
}

function showObject(value: object, depth: number): string {
  const tag = (value as { [Symbol.toStringTag]?: unknown })[Symbol.toStringTag];
  if (typeof tag === "string" && tag !== "Module") return tag;
  if (typeof value === "function") return value.name ? `the function ${value.name}` : "a function";
  const { shape, dtype } = value as { shape?: unknown; dtype?: unknown };
  if (Array.isArray(shape))
    return `a tensor of shape ${show(shape)}${typeof dtype === "string" ? ` and dtype ${dtype}` : ""}`;
  if (value instanceof Error) return `${value.name}: ${value.message}`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null)
    return `an instance of ${value.constructor?.name || "a class"}`;
  if (depth > 2) return "{…}";
  const entries = Object.entries(value);
  const shown = entries.slice(0, longestList).map(([key, item]) => `${key}: ${show(item, depth + 1)}`);
  return shown.length === 0 ? "{}" : `{ ${shown.join(", ")}${entries.length > longestList ? ", …" : ""} }`;
}
