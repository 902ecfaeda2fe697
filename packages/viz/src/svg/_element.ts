import { refusal, StateError } from "@hornbeam/core";

export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element as text. Attributes are escaped, `undefined` ones left out; children must be elements already. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  let open = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) open += ` ${key}="${typeof value === "number" ? coordinate(value) : escapeText(value)}"`;
  }
  return children.length === 0 ? `${open}/>` : `${open}>${children.join("")}</${name}>`;
}

/** Text that XML reads back as it was. Characters that XML cannot hold become U+FFFD. */
export function escapeText(text: string): string {
  return text
    .toWellFormed()
    .replace(illegal, "\ufffd")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
const illegal = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** A number as it stands in path data: two decimals at most, never NaN. */
export function coordinate(value: number): string {
  if (!Number.isFinite(value)) {
    throw refusal(StateError, { action: "draw a picture", expected: "coordinates must be finite", received: value });
  }
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

/** Path data through points: `M0,0L1,2`. */
export function polyline(points: Iterable<readonly [x: number, y: number]>): string {
  let data = "";
  for (const [x, y] of points) data += `${data === "" ? "M" : "L"}${coordinate(x)},${coordinate(y)}`;
  return data;
}
