import { MessageWriter } from "./protobuf.ts";

/** Types of elements by their number in TensorFlow. */
export const tensorTypes = { float32: 1, float64: 2, string: 7 } as const;

/** A tensor as a summary holds it. */
export type SummaryTensor =
  | { readonly dtype: "float32" | "float64"; readonly shape: readonly number[]; readonly data: ArrayLike<number> }
  | { readonly dtype: "string"; readonly shape: readonly number[]; readonly data: readonly (string | Uint8Array)[] };

/** One value under a tag, and the part of TensorBoard that shows it. */
export interface Summary {
  readonly tag: string;
  readonly plugin: string;
  /** What that part keeps for itself. */
  readonly content?: Uint8Array;
  readonly tensor: SummaryTensor;
}

/** The first event of a file. */
export function encodeVersion(wallTime: number): Uint8Array<ArrayBuffer> {
  return new MessageWriter().double(1, wallTime).text(3, "brain.Event:2").finish();
}

/** An event with one summary. `wallTime` is in seconds since 1970. */
export function encodeSummary(wallTime: number, step: number, summary: Summary): Uint8Array<ArrayBuffer> {
  const plugin = new MessageWriter().text(1, summary.plugin);
  if (summary.content) plugin.bytes(2, summary.content);
  const value = new MessageWriter()
    .text(1, summary.tag)
    .bytes(8, tensorMessage(summary.tensor))
    .bytes(9, new MessageWriter().bytes(1, plugin));
  const summaries = new MessageWriter().bytes(1, value);
  return new MessageWriter().double(1, wallTime).integer(2, step).bytes(5, summaries).finish();
}

function tensorMessage(tensor: SummaryTensor): MessageWriter {
  const shape = new MessageWriter();
  for (const size of tensor.shape) shape.bytes(2, new MessageWriter().integer(1, size));
  const message = new MessageWriter().integer(1, tensorTypes[tensor.dtype]).bytes(2, shape);
  if (tensor.dtype !== "string") return message.bytes(4, numberBytes(tensor.data, tensor.dtype));
  for (const text of tensor.data) message.bytes(8, typeof text === "string" ? new TextEncoder().encode(text) : text);
  return message;
}

function numberBytes(data: ArrayLike<number>, dtype: "float32" | "float64"): Uint8Array {
  const size = dtype === "float32" ? 4 : 8;
  const view = new DataView(new ArrayBuffer(size * data.length));
  for (let i = 0; i < data.length; i++) {
    if (size === 4) view.setFloat32(i * 4, data[i]!, true);
    else view.setFloat64(i * 8, data[i]!, true);
  }
  return new Uint8Array(view.buffer);
}
