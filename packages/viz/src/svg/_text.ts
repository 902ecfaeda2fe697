import { element, escapeText } from "./_element.ts";
import { type Advances, bold, regular, unitsPerEm } from "./_font-metrics.ts";
import { theme } from "./_theme.ts";

/** How a line of text is set. Sizes are in pixels. */
export interface TextStyle {
  readonly size: number;
  readonly weight?: "regular" | "bold";
  readonly fill?: string;
  readonly anchor?: "start" | "middle" | "end";
}

/** A line of text whose baseline is at `y`. With `fit`, it is cut to that width and its whole is the tool tip. */
export function textAt(x: number, y: number, content: string, style: TextStyle & { readonly fit?: number }): string {
  const shown = style.fit === undefined ? content : ellipsis(content, style.fit, style);
  const anchor = style.anchor ?? "start";
  return element(
    "text",
    {
      x,
      y,
      "font-size": style.size,
      "font-weight": style.weight === "bold" ? 700 : undefined,
      "text-anchor": anchor === "start" ? undefined : anchor,
      fill: style.fill ?? theme.ink,
    },
    escapeText(shown) + (shown === content ? "" : element("title", {}, escapeText(content))),
  );
}

/** Width of a line in pixels, by the metrics of DejaVu Sans: the same on every machine. */
export function textWidth(content: string, style: Pick<TextStyle, "size" | "weight">): number {
  const advances = style.weight === "bold" ? bold : regular;
  let units = 0;
  for (const character of content) units += advance(character.codePointAt(0)!, advances);
  return (units / unitsPerEm) * style.size;
}

/** The text, cut and closed by `…` where it is wider than `width`. */
export function ellipsis(content: string, width: number, style: Pick<TextStyle, "size" | "weight">): string {
  if (textWidth(content, style) <= width) return content;
  const characters = [...content];
  while (characters.length > 1 && textWidth(`${characters.join("")}…`, style) > width) characters.pop();
  return `${characters.join("").trimEnd()}…`;
}

function advance(code: number, advances: Advances): number {
  for (const [first, widths] of advances) {
    const width = widths[code - first];
    if (width !== undefined) return width;
  }
  if (code >= 0x300 && code <= 0x36f) return 0; // marks that stand on the letter before
  return code >= 0x1100 ? unitsPerEm : 0.65 * unitsPerEm; // East Asian letters and emoji are a full em
}
