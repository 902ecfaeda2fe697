import { fields, numberOf, textOf } from "./protobuf.ts";

/** A value of a summary: what the plugin that it names shows. */
export interface SummaryValue {
  readonly tag: string;
  readonly plugin: string;
  readonly tensor: EventTensor | undefined;
  readonly simpleValue: number | undefined;
}
export interface EventTensor {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly numbers: readonly number[];
  readonly strings: readonly Uint8Array[];
}
export interface LogEvent {
  readonly step: number;
  readonly fileVersion: string | undefined;
  readonly hasGraph: boolean;
  readonly values: readonly SummaryValue[];
}

/** The events of a TensorBoard file: records of length, checksum, data, checksum. */
export function readEvents(bytes: Uint8Array): LogEvent[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const events: LogEvent[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(view.getBigUint64(at, true));
    if (view.getUint32(at + 8, true) !== masked(bytes.subarray(at, at + 8))) throw new Error(`wrong checksum at ${at}`);
    const data = bytes.subarray(at + 12, at + 12 + length);
    if (view.getUint32(at + 12 + length, true) !== masked(data)) throw new Error(`wrong checksum after ${at}`);
    events.push(eventOf(data));
    at += 16 + length;
  }
  return events;
}

function eventOf(data: Uint8Array): LogEvent {
  const event = fields(data);
  const summary = event.get(5)?.[0] as Uint8Array | undefined;
  const values = summary ? ((fields(summary).get(1) ?? []) as Uint8Array[]) : [];
  return {
    step: numberOf(event.get(2)?.[0]),
    fileVersion: event.has(3) ? textOf(event.get(3)![0]) : undefined,
    hasGraph: event.has(4),
    values: values.map(summaryValue),
  };
}

function summaryValue(data: Uint8Array): SummaryValue {
  const value = fields(data);
  const metadata = value.get(9)?.[0] as Uint8Array | undefined;
  const plugin = metadata ? (fields(metadata).get(1)?.[0] as Uint8Array | undefined) : undefined;
  const tensor = value.get(8)?.[0] as Uint8Array | undefined;
  const simple = value.get(2)?.[0] as Uint8Array | undefined;
  return {
    tag: textOf(value.get(1)?.[0]),
    plugin: plugin ? textOf(fields(plugin).get(1)?.[0]) : "",
    tensor: tensor && tensorOf(tensor),
    simpleValue: simple && new DataView(simple.buffer, simple.byteOffset).getFloat32(0, true),
  };
}

/** A TensorProto of floats, doubles, integers or strings, whether packed in bytes or in lists. */
function tensorOf(data: Uint8Array): EventTensor {
  const tensor = fields(data);
  const dtype = numberOf(tensor.get(1)?.[0]);
  const dims = tensor.get(2)?.[0] as Uint8Array | undefined;
  const shape = dims
    ? ((fields(dims).get(2) ?? []) as Uint8Array[]).map((dim) => numberOf(fields(dim).get(1)?.[0]))
    : [];
  const content = tensor.get(4)?.[0] as Uint8Array | undefined;
  const numbers = content
    ? readNumbers(content, dtype)
    : [
        ...lists(tensor.get(5), 4, (view, at) => view.getFloat32(at, true)),
        ...lists(tensor.get(6), 8, (view, at) => view.getFloat64(at, true)),
      ];
  return { dtype, shape, numbers, strings: (tensor.get(8) ?? []) as Uint8Array[] };
}

function readNumbers(content: Uint8Array, dtype: number): number[] {
  if (dtype === 1) return lists([content], 4, (view, at) => view.getFloat32(at, true));
  if (dtype === 2) return lists([content], 8, (view, at) => view.getFloat64(at, true));
  throw new Error(`tensors of type ${dtype} are not read`);
}

function lists(parts: readonly unknown[] = [], size: number, read: (view: DataView, at: number) => number): number[] {
  return (parts as Uint8Array[]).flatMap((part) => {
    const view = new DataView(part.buffer, part.byteOffset, part.byteLength);
    return Array.from({ length: part.length / size }, (_, i) => read(view, i * size));
  });
}

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32C, turned and moved as TensorFlow's records want it. */
function masked(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 255]!;
  crc = ~crc >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
