import { OptionError, refusal, ShapeError } from "@hornbeam/core";
import { gridColumns } from "../_grid.ts";
import { OptionReader } from "../_options.ts";
import { Picture } from "../picture/picture.ts";
import { element } from "../svg/_element.ts";
import { readable } from "../svg/_numbers.ts";
import { textAt, textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { titleHeight, titleLine } from "../svg/_title.ts";
import { type NumberArray, type PlainArray, readArray } from "./_array.ts";
import { drawBitmap, pixelRule, shownSize } from "./_bitmap.ts";
import { colorBar } from "./_color-bar.ts";
import { diverging, greys } from "./_diverging.ts";

/** Options of {@link plotConvWeights}. */
export interface PlotConvWeightsOptions {
  /** Number of the input channel whose filters are shown; 0 unless given. */
  readonly inputChannel?: number;
  readonly title?: string;
  /** Filters in a row. */
  readonly columns?: number;
  /** Blue, white and red for values below, at and above zero, or black, grey and white. */
  readonly colors?: "diverging" | "grey";
  /** The value that has the strongest colour; the greatest of all filters unless given. */
  readonly limit?: number;
}

const action = "plot filters";
const known = ["inputChannel", "title", "columns", "colors", "limit"];
const gap = 12;
const number = { size: 10.5, fill: theme.muted, anchor: "middle" } as const;

/**
 * The filters of a convolution that look at one input channel, all in the same colours, with zero in the middle.
 *
 * - kernel: `[height, width, inputs, filters]`, as the first weight of `Conv2D` is
 *
 * @throws {ShapeError} for a kernel of another shape.
 * @throws {OptionError} when there is no such channel, or an option is not acceptable.
 * @see {@link https://keras.io/api/layers/convolution_layers/convolution2d/ | keras.layers.Conv2D}
 * @example
 * plotConvWeights([[[[1, -1]]]], { inputChannel: 0 }).title; // "Filters of input channel 0"
 */
export function plotConvWeights(kernel: NumberArray | undefined, options: PlotConvWeightsOptions = {}): Picture {
  const reader = new OptionReader(action, options, known);
  if (kernel === undefined) {
    const expected = "the kernel must be an array of shape [height, width, inputs, filters]";
    const hint = "A layer has weights when its model has been built or called.";
    throw refusal(OptionError, { action, expected, received: kernel, hint });
  }
  const array = readArray(kernel, action, "the kernel");
  const [height, width, inputs, filters] = kernelShape(array);
  const channel =
    reader.number(
      "inputChannel",
      `an integer in [0, ${inputs})`,
      (value) => Number.isInteger(value) && value >= 0 && value < inputs,
    ) ?? 0;
  const limit =
    reader.number("limit", "a positive number", (value) => value > 0 && value < Infinity) ??
    greatest(array, inputs, filters, channel);
  const color = reader.oneOf("colors", ["diverging", "grey"], "diverging") === "grey" ? greys : diverging;
  const title = reader.text("title") ?? `Filters of input channel ${channel}`;
  const columns = Math.min(reader.count("columns") ?? gridColumns(filters), filters);

  const shown = shownSize(width, height, 64);
  const cellHeight = shown.height + 16;
  const rows = Math.ceil(filters / columns);
  const grid = { width: columns * shown.width + (columns - 1) * gap, height: rows * cellHeight + (rows - 1) * gap };
  const { margin } = theme;
  const top = margin + titleHeight;
  const barHeight = Math.max(90, Math.min(grid.height - 16, 260));
  const bar = colorBar(limit, color, { x: margin + grid.width + 28, y: top, height: barHeight });
  const remark = `${filters} filter${filters === 1 ? "" : "s"}, ${height} × ${width}`;
  const wanted = textWidth(title, { size: theme.titleSize, weight: "bold" }) + textWidth(remark, { size: 12 }) + 32;
  const inner = Math.max(grid.width + 28 + bar.width, Math.min(wanted, 480));

  let content = pixelRule + titleLine(title, remark, inner) + bar.svg;
  for (let filter = 0; filter < filters; filter++) {
    const x = margin + (filter % columns) * (shown.width + gap);
    const y = top + Math.floor(filter / columns) * (cellHeight + gap);
    const bytes = new Uint8Array(height * width * 3);
    for (let pixel = 0; pixel < height * width; pixel++)
      bytes.set(color(array.data[(pixel * inputs + channel) * filters + filter]! / limit), pixel * 3);
    content += drawBitmap({ bytes, channels: 3, width, height }, x, y, shown.width, shown.height);
    const frame = { x: x - 0.5, y: y - 0.5, width: shown.width + 1, height: shown.height + 1 };
    content += element("rect", { ...frame, fill: "none", stroke: theme.frame });
    content += textAt(x + shown.width / 2, y + shown.height + 13, String(filter), number);
  }
  return new Picture({
    title,
    description: `${remark}, of values from ${readable(-limit)} to ${readable(limit)}`,
    width: inner + 2 * margin,
    height: top + Math.max(grid.height, barHeight + 8) + margin - 4,
    content,
  });
}

function kernelShape({ shape }: PlainArray): readonly [number, number, number, number] {
  const [height = 0, width = 0, inputs = 0, filters = 0] = shape;
  if (shape.length === 4 && shape.every((size) => size > 0)) return [height, width, inputs, filters];
  const expected = "the kernel must have shape [height, width, inputs, filters]";
  throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: shape });
}

/** The greatest size of a value in the filters of a channel; 1 where all are zero. */
function greatest({ data }: PlainArray, inputs: number, filters: number, channel: number): number {
  let most = 0;
  for (let i = 0; i < data.length; i++) {
    if (Math.floor(i / filters) % inputs !== channel) continue;
    const size = Math.abs(data[i]!);
    if (size > most && size < Infinity) most = size;
  }
  return most === 0 ? 1 : most;
}
