import { OptionError, refusal } from "@hornbeam/core";
import { gridColumns } from "../_grid.ts";
import { OptionReader } from "../_options.ts";
import { Picture } from "../picture/picture.ts";
import { ranges, readable } from "../svg/_numbers.ts";
import { theme } from "../svg/_theme.ts";
import { titleHeight, titleLine } from "../svg/_title.ts";
import { type Direction, directionOf } from "./_best.ts";
import { attachHover, type HoverData } from "./_hover.ts";
import { type Metric, type PlottableHistory, readHistory } from "./_metrics.ts";
import { drawPanel, type PanelStyle, panelLegend } from "./_panel.ts";

/** Options of {@link plotHistory}. */
export interface PlotHistoryOptions {
  /** Line above the panels. */
  readonly title?: string;
  /** The metrics to show, in that order and without `val_`; all of them unless given, the loss first. */
  readonly metrics?: readonly string[];
  /** Panels in a row. */
  readonly columns?: number;
  /** Size of a panel in pixels, at least 240 by 180. */
  readonly panelWidth?: number;
  readonly panelHeight?: number;
  /** Whether values are on a logarithmic axis: all, or those of the metrics that are named. */
  readonly logScale?: boolean | readonly string[];
  /** Weight of the past in the moving average that is drawn over the pale values, `[0, 1)`, as in TensorBoard. */
  readonly smoothing?: number;
  /** Whether `"min"` or `"max"` is best, for metrics whose names do not tell. */
  readonly modes?: Readonly<Record<string, Direction>>;
  /** The `validationFreq` that `fit` was given; found out from the number of values unless given. */
  readonly validationFreq?: number | readonly number[];
}

const known = [
  "title",
  "metrics",
  "columns",
  "panelWidth",
  "panelHeight",
  "logScale",
  "smoothing",
  "modes",
  "validationFreq",
];
const gap = 40;

/**
 * The curves of a training: a panel a metric, training solid and validation dashed, the best epoch ringed. Epochs are
 * counted from 1, as the progress bar does. Values that are not finite part the curve and are marked by red crosses.
 *
 * @param history What `fit` returns: `epoch` counts from 0, `history` has a list of values a metric.
 * @throws {OptionError} when an option is not acceptable, or the lists do not fit the epochs.
 * @throws {StateError} when there is no epoch.
 * @see {@link https://keras.io/api/callbacks/history/ | keras.callbacks.History}
 * @example
 * const history = { epoch: [0, 1], history: { loss: [0.5, 0.25], val_loss: [0.6, 0.3] } };
 * plotHistory(history).title; // "Training history"
 */
export function plotHistory(history: PlottableHistory, options: PlotHistoryOptions = {}): Picture {
  const reader = new OptionReader("plot history", options, known);
  const title = reader.text("title") ?? "Training history";
  const smoothing = reader.number("smoothing", "a number in [0, 1)", (value) => value >= 0 && value < 1) ?? 0;
  const width =
    reader.number("panelWidth", "a number from 240 to 4000", (value) => value >= 240 && value <= 4000) ?? 420;
  const height =
    reader.number("panelHeight", "a number from 180 to 4000", (value) => value >= 180 && value <= 4000) ?? 280;
  const { epochs, metrics: all } = readHistory(history, readFrequency(reader, options));
  const metrics = chosen(all, reader.strings("metrics"));
  const columns = Math.min(
    reader.count("columns") ?? (metrics.length < 4 ? metrics.length : gridColumns(metrics.length, 3)),
    metrics.length,
  );

  const styles = metrics.map((metric, i): PanelStyle => {
    const { name } = metric;
    const direction = readModes(reader, options)[name] ?? directionOf(name);
    const logarithmic = isLogarithmic(reader, options, name) && hasPositive(metric);
    const color = theme.hues[i % theme.hues.length]!;
    return { color, direction, logarithmic, smoothing: isRate(name) ? 0 : smoothing, epochs };
  });
  const rows = Math.max(...metrics.map((metric, i) => panelLegend(metric, styles[i]!, width).length));
  const panels = metrics.map((metric, i) => {
    const x = theme.margin + (i % columns) * (width + gap);
    const y = theme.margin + titleHeight + Math.floor(i / columns) * (height + 28);
    return drawPanel(metric, styles[i]!, { x, y, width, height }, rows);
  });
  const inner = columns * width + (columns - 1) * gap;
  const lines = Math.ceil(metrics.length / columns);
  const data: HoverData = { epochs, ink: theme.ink, frame: theme.frame, panels: panels.map(({ hover }) => hover) };
  return new Picture({
    title,
    description: describe(metrics),
    width: inner + 2 * theme.margin,
    height: 2 * theme.margin + titleHeight + lines * height + (lines - 1) * 28 - 6,
    content: titleLine(title, remark(epochs, metrics), inner) + panels.map(({ svg }) => svg).join(""),
    interaction: { attach: attachHover, data },
  });
}

function chosen(all: readonly Metric[], names: readonly string[] | undefined): readonly Metric[] {
  const place = ({ name }: Metric) => (name === "loss" ? 0 : isRate(name) ? 2 : 1);
  if (names === undefined) return [...all].sort((a, b) => place(a) - place(b));
  return [...new Set(names)].map((name) => {
    const metric = all.find((candidate) => candidate.name === name);
    if (metric) return metric;
    const expected = `\`metrics\` must be among ${all.map((candidate) => candidate.name).join(", ")}`;
    throw refusal(OptionError, { action: "plot history", expected, received: name, option: "metrics" });
  });
}

/** Learning rates are set, not measured: they come last and have no noise to smooth. */
function isRate(name: string): boolean {
  return name === "learning_rate" || name === "lr";
}

function isLogarithmic(reader: OptionReader, { logScale = false }: PlotHistoryOptions, name: string): boolean {
  if (typeof logScale === "boolean") return logScale;
  return reader.strings("logScale")!.includes(name);
}

/** Whether a logarithmic axis would have anything to show. */
function hasPositive({ training, validation }: Metric): boolean {
  return [training, validation].some((series) => series?.values.some((value) => value > 0 && value < 1e300));
}

function readModes(reader: OptionReader, { modes = {} }: PlotHistoryOptions): Readonly<Record<string, Direction>> {
  const fine = typeof modes === "object" && Object.values(modes).every((mode) => mode === "min" || mode === "max");
  if (!fine) throw reader.refuse("modes", 'an object of "min" and "max"');
  return modes;
}

function readFrequency(reader: OptionReader, { validationFreq }: PlotHistoryOptions) {
  const positive = (value: unknown) => Number.isInteger(value) && (value as number) > 0;
  const fine = Array.isArray(validationFreq) ? validationFreq.every(positive) : positive(validationFreq);
  if (validationFreq !== undefined && !fine)
    throw reader.refuse("validationFreq", "a positive integer or a list of epochs");
  return validationFreq;
}

function remark(epochs: readonly number[], metrics: readonly Metric[]): string {
  const count = `${epochs.length} epoch${epochs.length === 1 ? "" : "s"}`;
  const sparse = metrics.find(({ validation }) => validation && validation.epochs.length < epochs.length);
  return sparse ? `${count}, validated after ${ranges(sparse.validation!.epochs)}` : count;
}

function describe(metrics: readonly Metric[]): string {
  const last = (values: readonly number[] | undefined) => readable(values?.at(-1) ?? Number.NaN);
  return metrics
    .map(({ name, training, validation }) =>
      [
        training && `${name} ends at ${last(training.values)}`,
        validation && `val_${name} ends at ${last(validation.values)}`,
      ]
        .filter(Boolean)
        .join(", "),
    )
    .join("; ");
}
