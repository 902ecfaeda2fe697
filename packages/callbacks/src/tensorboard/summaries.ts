import type { Summary } from "./event.ts";
import { histogramBuckets } from "./histogram.ts";
import { encodePng } from "./png.ts";

/** A number. */
export function scalarSummary(tag: string, value: number): Summary {
  return { tag, plugin: "scalars", tensor: { dtype: "float32", shape: [], data: [value] } };
}

/** How numbers are spread: `[left, right, count]` of each of 30 buckets. */
export function histogramSummary(tag: string, values: ArrayLike<number>): Summary {
  const buckets = histogramBuckets(values);
  return {
    tag,
    plugin: "histograms",
    tensor: { dtype: "float64", shape: [buckets.length / 3, 3], data: buckets },
  };
}

/** Grey pictures `[count, height, width]` of values in `[0, 1]`; the first three are kept. */
export async function imageSummary(
  tag: string,
  [count, height, width]: readonly [number, number, number],
  values: ArrayLike<number>,
): Promise<Summary> {
  const pictures: Uint8Array[] = [];
  for (let i = 0; i < Math.min(count, 3); i++) {
    const pixels = Uint8Array.from({ length: height * width }, (_, at) => toByte(values[i * height * width + at]!));
    pictures.push(await encodePng(width, height, pixels));
  }
  const data = [String(width), String(height), ...pictures];
  return { tag, plugin: "images", tensor: { dtype: "string", shape: [data.length], data } };
}

/** What a model is made of, as JSON. */
export function kerasModelSummary(json: string): Summary {
  return {
    tag: "keras",
    plugin: "graph_keras_model",
    content: new TextEncoder().encode("1"),
    tensor: { dtype: "string", shape: [], data: [json] },
  };
}

/** As TensorFlow does it: 255.5 times the value, in float32, with the fraction cut off. */
function toByte(value: number): number {
  const scaled = Math.fround(Math.fround(value) * 255.5);
  return Math.trunc(Math.min(255, Math.max(0, scaled || 0)));
}
