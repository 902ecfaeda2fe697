import { refusal, ShapeError } from "@hornbeam/core";
import { gridColumns } from "../_grid.ts";
import { OptionReader } from "../_options.ts";
import { Picture } from "../picture/picture.ts";
import { element } from "../svg/_element.ts";
import { textAt, textWidth } from "../svg/_text.ts";
import { theme } from "../svg/_theme.ts";
import { titleHeight, titleLine } from "../svg/_title.ts";
import { type NumberArray, type PlainArray, readArray } from "./_array.ts";
import { drawBitmap, pixelRule, shownSize } from "./_bitmap.ts";
import { type Caption, type Classes, captionLine, captionStyle, captionWidth, makeCaptions } from "./_captions.ts";
import { rangeOf, toBytes } from "./_pixels.ts";

/** Options of {@link plotImages}. */
export interface PlotImagesOptions {
  /** True classes, written under the images. */
  readonly labels?: Classes;
  /** Predicted classes: green where they are the labels, red with the label beside them where they are not. */
  readonly predictions?: Classes;
  /** Names to write for the classes 0, 1, 2 … */
  readonly classNames?: readonly string[];
  readonly title?: string;
  /** Images in a row. */
  readonly columns?: number;
  /** The values that are black and white. Unless given: `[0, 255]` for bytes, `[0, 1]` for values in it, else all. */
  readonly range?: readonly [number, number];
  /** Longer side of an image in pixels, about; 112 unless given. Small images are magnified by whole numbers. */
  readonly size?: number;
}

const action = "plot images";
const known = ["labels", "predictions", "classNames", "title", "columns", "range", "size"];
const gap = 14;

/**
 * A grid of images with sharp pixels, and under each its label, or what was predicted. NaN is purple.
 *
 * - images: `[n, height, width]` or `[n, height, width, 1]` in grey, `[n, height, width, 3]` in RGB; `uint8` in
 *   `[0, 255]`, floats in `[0, 1]`, or any numbers, whose least is black and greatest white
 * - labels, predictions: `[n]`, `[n, 1]` or, as one-hot rows or probabilities, `[n, classes]`
 *
 * @throws {ShapeError} for images of another shape.
 * @throws {OptionError} when an option is not acceptable.
 * @see {@link https://keras.io/api/utils/ | keras.visualization.plot_image_gallery}
 * @example
 * plotImages([[[0, 1], [1, 0]]], { labels: [7] }).title; // "1 image"
 */
export function plotImages(images: NumberArray, options: PlotImagesOptions = {}): Picture {
  const reader = new OptionReader(action, options, known);
  const array = readArray(images, action, "images");
  const { count, height, width, channels } = imageShape(array);
  const range = reader.range("range") ?? rangeOf(array);
  const captions = makeCaptions(count, options.labels, options.predictions, reader.strings("classNames"));
  const columns = Math.min(reader.count("columns") ?? gridColumns(count), count);
  const target = reader.number("size", "a number from 8 to 2000", (value) => value >= 8 && value <= 2000) ?? 112;

  const shown = shownSize(width, height, target);
  const lines = captions && captionWidth(captions, 1) > shown.width + gap - 4 ? 2 : 1;
  const widest = captions ? Math.min(captionWidth(captions, lines), 200) : 0;
  const cell = {
    width: Math.max(shown.width, widest),
    height: shown.height + (captions ? lines * captionLine + 4 : 0),
  };
  const remark = score(captions, options);
  const heading = options.title === undefined && remark === undefined ? 0 : titleHeight;
  const rows = Math.ceil(count / columns);
  const gridWidth = columns * cell.width + (columns - 1) * gap;
  const inner = Math.max(gridWidth, Math.min(textWidth(remark ?? "", { size: theme.titleSize, weight: "bold" }), 300));

  let content = pixelRule + titleLine(reader.text("title"), remark, inner);
  for (let i = 0; i < count; i++) {
    const { bytes, channels: kept } = toBytes(
      array.data,
      i * height * width * channels,
      { pixels: height * width, channels },
      range,
    );
    const x = theme.margin + (inner - gridWidth) / 2 + (i % columns) * (cell.width + gap);
    const y = theme.margin + heading + Math.floor(i / columns) * (cell.height + gap);
    const left = x + (cell.width - shown.width) / 2;
    const caption = captions?.[i];
    content += drawBitmap({ bytes, channels: kept, width, height }, left, y, shown.width, shown.height);
    content += frame(left, y, shown, caption?.wrong === true);
    if (caption)
      content += drawCaption(caption, x + cell.width / 2, y + shown.height + captionLine, cell.width + gap - 4, lines);
  }
  const title = reader.text("title") ?? `${count} image${count === 1 ? "" : "s"}`;
  return new Picture({
    title,
    description: describe(captions, remark) || title,
    width: inner + 2 * theme.margin,
    height: 2 * theme.margin + heading + rows * cell.height + (rows - 1) * gap,
    content,
  });
}

function imageShape({ shape }: PlainArray): { count: number; height: number; width: number; channels: 1 | 3 } {
  const [count = 0, height = 0, width = 0, channels = 1] = shape;
  const fits = (shape.length === 3 || shape.length === 4) && count * height * width > 0;
  if (fits && (channels === 1 || channels === 3)) return { count, height, width, channels };
  const expected = "images must have shape [n, height, width], with an axis of 1 or 3 channels at most after it";
  const single = shape.length === 2 ? { hint: "Put one image in a list: plotImages([image])." } : {};
  throw refusal(ShapeError, { action, expected, receivedAs: "shape", received: shape, ...single });
}

function score(
  captions: readonly Caption[] | undefined,
  { labels, predictions }: PlotImagesOptions,
): string | undefined {
  if (!captions || labels === undefined || predictions === undefined) return undefined;
  return `${captions.filter(({ wrong }) => !wrong).length} of ${captions.length} correct`;
}

function frame(x: number, y: number, { width, height }: { width: number; height: number }, wrong: boolean): string {
  const out = wrong ? 1.5 : 0.5;
  const stroke = wrong ? theme.bad : theme.frame;
  const place = { x: x - out, y: y - out, width: width + 2 * out, height: height + 2 * out };
  return element("rect", { ...place, fill: "none", stroke, "stroke-width": 2 * out });
}

function drawCaption({ main, aside, color }: Caption, x: number, y: number, fit: number, lines: 1 | 2): string {
  const style = { ...captionStyle, fill: color, anchor: "middle", fit } as const;
  if (lines === 1 || aside === "") return textAt(x, y, aside === "" ? main : `${main} ${aside}`, style);
  return textAt(x, y, main, style) + textAt(x, y + captionLine, aside, style);
}

function describe(captions: readonly Caption[] | undefined, remark: string | undefined): string {
  const words = captions?.slice(0, 100).map(({ main, aside }) => `${main} ${aside}`.trim()) ?? [];
  return [remark, words.join(", ")].filter(Boolean).join(": ");
}
