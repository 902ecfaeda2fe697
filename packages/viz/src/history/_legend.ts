import { coordinate, element } from "../svg/_element.ts";
import { textAt, textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";

/** A sign and the words beside it. */
export interface LegendItem {
  readonly sign: "line" | "dashes" | "ring" | "cross";
  readonly color: string;
  readonly label: string;
  /** Words in a stronger type after the label. */
  readonly value: string;
}

export const legendRow = 17;
const style = { size: 11 } as const;
const signWidth = 22;
const gap = 16;

/** The items in rows that are not wider than `width`. */
export function legendRows(items: readonly LegendItem[], width: number): LegendItem[][] {
  const rows: LegendItem[][] = [];
  let used = Infinity;
  for (const item of items) {
    const own = itemWidth(item);
    if (used + gap + own > width) {
      rows.push([item]);
      used = own;
    } else {
      rows.at(-1)!.push(item);
      used += gap + own;
    }
  }
  return rows;
}

/** Rows of a legend, the middle of the first at `y`. */
export function drawLegend(rows: readonly LegendItem[][], x: number, y: number, width: number): string {
  let drawn = "";
  rows.forEach((row, r) => {
    let at = x;
    const middle = y + r * legendRow;
    for (const item of row) {
      drawn += sign(item, at, middle);
      const labelWidth = item.label === "" ? 0 : textWidth(item.label, style) + 5;
      const words = { ...style, fill: theme.muted };
      if (item.label !== "") drawn += textAt(at + signWidth, middle + 4, item.label, words);
      const fit = Math.max(20, x + width - at - signWidth - labelWidth);
      drawn += textAt(at + signWidth + labelWidth, middle + 4, item.value, { ...style, fit });
      at += itemWidth(item) + gap;
    }
  });
  return drawn;
}

function itemWidth({ label, value }: LegendItem): number {
  return signWidth + (label === "" ? 0 : textWidth(label, style) + 5) + textWidth(value, style);
}

function sign({ sign, color }: LegendItem, x: number, y: number): string {
  if (sign === "ring") return ring(x + 10, y, color);
  if (sign === "cross") return cross(x + 10, y, color);
  const dashes = sign === "dashes" ? dashPattern : undefined;
  return element("path", {
    d: `M${coordinate(x)},${coordinate(y)}h17`,
    stroke: color,
    "stroke-width": 2,
    "stroke-dasharray": dashes,
  });
}

export const dashPattern = "5 3";

/** The mark of a best value. */
export function ring(x: number, y: number, color: string): string {
  return element("circle", { cx: x, cy: y, r: 4.5, fill: theme.background, stroke: color, "stroke-width": 2 });
}

/** The mark of a value that is not finite. */
export function cross(x: number, y: number, color: string): string {
  const d = `M${coordinate(x - 3.5)},${coordinate(y - 3.5)}l7,7m0,-7l-7,7`;
  return element("path", { d, fill: "none", stroke: color, "stroke-width": 1.75, "stroke-linecap": "round" });
}
