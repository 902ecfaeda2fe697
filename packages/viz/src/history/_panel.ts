import { element, polyline } from "../svg/_element.ts";
import { ranges, readable } from "../svg/_numbers.ts";
import type { Scale } from "../svg/_scale.ts";
import { textAt } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { drawAxes } from "./_axes.ts";
import { bestPoint, type Direction } from "./_best.ts";
import type { HoverPanel } from "./_hover.ts";
import { cross, dashPattern, drawLegend, type LegendItem, legendRow, legendRows, ring } from "./_legend.ts";
import { pieces, smooth, thin } from "./_line.ts";
import type { Metric, Series } from "./_metrics.ts";
import { makeScales } from "./_panel-scales.ts";

/** How a panel is to be drawn. */
export interface PanelStyle {
  readonly color: string;
  readonly direction: Direction | undefined;
  readonly logarithmic: boolean;
  readonly smoothing: number;
  readonly epochs: readonly number[];
}
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

type Drawable = (value: number) => boolean;

interface Line {
  readonly label: string;
  readonly series: Series;
  readonly dashed: boolean;
}

/** What a panel's legend says: the last value of each line, the best one, and where values are not finite. */
export function panelLegend(metric: Metric, style: PanelStyle, width: number): LegendItem[][] {
  const { color } = style;
  const items: LegendItem[] = linesOf(metric).map(({ label, series, dashed }) => {
    const sign = dashed ? "dashes" : "line";
    return { sign, color, label, value: readable(series.values.at(-1) ?? Number.NaN) };
  });
  const best = bestOf(metric, style);
  if (best) items.push({ sign: "ring", color, label: "best", value: `${readable(best.value)} · epoch ${best.epoch}` });
  for (const { label, series } of linesOf(metric)) {
    const lost = series.epochs.filter((_, i) => !Number.isFinite(series.values[i]!));
    const low = series.epochs.filter(
      (_, i) => style.logarithmic && series.values[i]! <= 0 && Number.isFinite(series.values[i]!),
    );
    if (lost.length > 0) items.push({ sign: "cross", color: theme.bad, label, value: `not finite at ${ranges(lost)}` });
    if (low.length > 0) items.push({ sign: "cross", color: theme.bad, label, value: `not above 0 at ${ranges(low)}` });
  }
  return legendRows(items, width);
}

/** A metric over the epochs, with its legend (which may leave rows free to be level with its neighbours). */
export function drawPanel(
  metric: Metric,
  style: PanelStyle,
  box: Box,
  rows: number,
): { svg: string; hover: HoverPanel } {
  const lines = linesOf(metric);
  const top = box.y + 24 + rows * legendRow + 8;
  const plot = { top, bottom: box.y + box.height - 40, right: box.x + box.width };
  const scales = makeScales(metric, style, { ...plot, left: box.x });
  const { x, y, left } = scales;
  let svg = textAt(box.x, box.y + 13, metric.name, { size: 14, weight: "bold", fit: box.width });
  svg += drawLegend(panelLegend(metric, style, box.width), box.x, box.y + 30, box.width);
  svg += drawAxes(scales, plot);
  for (const line of lines) svg += drawLine(line, style, x, y, scales.drawable);
  for (const line of lines) svg += drawLost(line.series, x, plot, scales.drawable);
  const best = bestOf(metric, style);
  if (best && scales.drawable(best.value)) svg += ring(x(best.epoch), y(best.value), style.color);
  const hover = {
    ...plot,
    left,
    x: style.epochs.map((epoch) => round(x(epoch))),
    lines: lines.map(({ label, series, dashed }) => hoverLine(label, series, dashed, style, y, scales.drawable)),
  };
  return { svg: element("g", { class: "panel" }, svg), hover };
}

function linesOf({ name, training, validation }: Metric): Line[] {
  const lines: Line[] = [];
  if (training) lines.push({ label: validation ? "training" : name, series: training, dashed: false });
  if (validation) lines.push({ label: "validation", series: validation, dashed: true });
  return lines;
}

function bestOf({ training, validation }: Metric, { direction }: PanelStyle) {
  const series = validation ?? training;
  return direction && series && series.values.length > 1 ? bestPoint(series, direction) : undefined;
}

function drawLine({ series, dashed }: Line, style: PanelStyle, x: Scale, y: Scale, drawable: Drawable): string {
  const { color, smoothing } = style;
  const draw = (values: readonly number[], opacity?: number) => {
    let svg = "";
    for (const piece of pieces(series.epochs, values, drawable, (epoch, value) => [x(epoch), y(value)])) {
      if (piece.length > 1)
        svg += element("path", { d: polyline(thin(piece)), "stroke-dasharray": dashed ? dashPattern : undefined });
      const marked = piece.length === 1 || (series.values.length <= 30 && opacity === undefined);
      if (marked) for (const [cx, cy] of piece) svg += dot(cx, cy, dashed, color);
    }
    const group = {
      fill: "none",
      stroke: color,
      "stroke-width": opacity ? 1 : 1.75,
      "stroke-linejoin": "round",
      opacity,
    };
    return svg === "" ? "" : element("g", group, svg);
  };
  return smoothing > 0 ? draw(series.values, 0.3) + draw(smooth(series.values, smoothing)) : draw(series.values);
}

function dot(cx: number, cy: number, hollow: boolean, color: string): string {
  return element("circle", { cx, cy, r: 2.5, fill: hollow ? theme.background : color, "stroke-width": 1.5 });
}

/** Crosses on the edge of the plot for values that have no place in it: above for +∞, else below. */
function drawLost(series: Series, x: Scale, plot: { top: number; bottom: number }, drawable: Drawable): string {
  let svg = "";
  const seen = new Set<string>();
  series.values.forEach((value, i) => {
    if (drawable(value)) return;
    const at = x(series.epochs[i]!);
    const key = `${Math.floor(at / 4)} ${value === Infinity}`; // one mark where they would cover each other
    if (!seen.has(key)) svg += cross(at, value === Infinity ? plot.top + 5 : plot.bottom - 5, theme.bad);
    seen.add(key);
  });
  return svg;
}

function hoverLine(label: string, series: Series, dashed: boolean, style: PanelStyle, y: Scale, drawable: Drawable) {
  const values = new Map(series.epochs.map((epoch, i) => [epoch, series.values[i]!]));
  const shown = style.epochs.map((epoch) => values.get(epoch));
  return {
    label,
    dashed,
    color: style.color,
    y: shown.map((value) => (value !== undefined && drawable(value) ? round(y(value)) : null)),
    text: shown.map((value) => (value === undefined ? "" : readable(value))),
  };
}

const round = (pixel: number) => Math.round(pixel * 10) / 10;
