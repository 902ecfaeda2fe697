import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type EventTensor, type LogEvent, readEvents, type SummaryValue } from "./event-file.ts";
import { readPng } from "./png.ts";

type Tags = Record<string, unknown[]>;

/** What TensorBoard shows of one folder of event files, in the form of the stored cases. */
export interface LogRun {
  readonly scalars: Tags;
  readonly histograms: Tags;
  readonly images: Tags;
  readonly kerasModel: Record<string, unknown>;
  readonly graph: boolean;
  readonly plugins: Record<string, string[]>;
}

/** The runs below a folder: `train`, `validation`. */
export function readRuns(folder: string): Record<string, LogRun> {
  const runs: Record<string, LogRun> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) runs[entry.name] = readRun(join(folder, entry.name));
  }
  return runs;
}

function readRun(folder: string): LogRun {
  const names = readdirSync(folder)
    .filter((name) => name.includes("tfevents"))
    .sort();
  const events = names.flatMap((name) => readEvents(readFileSync(join(folder, name))));
  const run: LogRun = {
    scalars: {},
    histograms: {},
    images: {},
    kerasModel: {},
    graph: events.some(({ hasGraph }) => hasGraph),
    plugins: {},
  };
  for (const event of events) for (const value of event.values) add(run, event, value);
  return run;
}

function add(run: LogRun, { step }: LogEvent, { tag, plugin, tensor, simpleValue }: SummaryValue): void {
  if (simpleValue !== undefined) throw new Error(`"${tag}" is a plain simple_value`);
  if (!tensor) throw new Error(`"${tag}" holds no tensor`);
  const tags = (run.plugins[plugin] ??= []);
  if (!tags.includes(tag)) tags.push(tag);
  if (plugin === "scalars") (run.scalars[tag] ??= []).push({ step, value: tensor.numbers[0] });
  else if (plugin === "histograms") (run.histograms[tag] ??= []).push({ step, ...histogramOf(tensor) });
  else if (plugin === "images") (run.images[tag] ??= []).push({ step, ...imagesOf(tensor) });
  else if (plugin === "graph_keras_model") run.kerasModel[tag] = { step, ...modelOf(tensor) };
}

/** Rows of left edge, right edge, count. */
function histogramOf({ shape, numbers }: EventTensor): object {
  const column = (k: number): number[] => numbers.filter((_, i) => i % 3 === k);
  return { buckets: shape[0], leftEdges: column(0), rightEdges: column(1), counts: column(2) };
}

/** Width and height as texts, then a PNG each. */
function imagesOf({ strings }: EventTensor): object {
  const [width, height, ...files] = strings;
  const pictures = files.map(readPng);
  const { pixels: _, ...first } = pictures[0]!;
  return {
    count: files.length,
    width: Number(Buffer.from(width!).toString()),
    height: Number(Buffer.from(height!).toString()),
    first: { format: "png", ...first },
    pixels: pictures.map(({ colorType, pixels }) => ({ mode: modes[colorType], digest: digestOf(pixels) })),
  };
}

const modes: Readonly<Record<number, string>> = { 0: "L", 2: "RGB", 4: "LA", 6: "RGBA" };

function digestOf(pixels: Uint8Array): string {
  return createHash("sha256").update(pixels).digest("hex").slice(0, 16);
}

function modelOf({ strings }: EventTensor): object {
  const { class_name, config } = JSON.parse(Buffer.from(strings[0]!).toString()) as {
    class_name: string;
    config: { name: string; layers: readonly { config: { name: string } }[] };
  };
  return { class: class_name, name: config.name, layers: config.layers.map((layer) => layer.config.name) };
}
