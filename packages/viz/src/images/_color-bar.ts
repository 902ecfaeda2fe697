import { coordinate, element } from "../svg/_element.ts";
import { tickLabels } from "../svg/_numbers.ts";
import { linearScale } from "../svg/_scale.ts";
import { textAt, textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { drawBitmap } from "./_bitmap.ts";
import type { RGB } from "./_diverging.ts";

const bar = 14;
const style = { size: 10.5, fill: theme.muted } as const;

/** A vertical bar of the colours from `-limit` to `limit`, with its numbers to the right. */
export function colorBar(limit: number, color: (value: number) => RGB, box: { x: number; y: number; height: number }) {
  const { x, y, height } = box;
  const scale = linearScale(-limit, limit, y + height, y, Math.max(2, Math.min(6, height / 26)));
  const steps = 255;
  const bytes = new Uint8Array(steps * 3);
  for (let i = 0; i < steps; i++) bytes.set(color(1 - (2 * i) / (steps - 1)), i * 3);
  const labels = tickLabels(scale.ticks, scale.step);
  let marks = "";
  let words = "";
  scale.ticks.forEach((tick, i) => {
    marks += `M${coordinate(x + bar)},${coordinate(scale(tick))}h4`;
    words += textAt(x + bar + 8, scale(tick) + 3.8, labels[i]!, style);
  });
  const frame = { x: x - 0.5, y: y - 0.5, width: bar + 1, height: height + 1, fill: "none", stroke: theme.frame };
  return {
    width: bar + 8 + Math.max(...labels.map((label) => textWidth(label, style))),
    svg:
      drawBitmap({ bytes, channels: 3, width: 1, height: steps }, x, y, bar, height) +
      element("rect", frame) +
      element("path", { d: marks, stroke: theme.axis }) +
      words,
  };
}
