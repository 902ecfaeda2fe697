import { ConfigError, refusal } from "@hornbeam/core";
import { readFields, readText } from "./protobuf-reader.ts";
import { type EventTensor, readTensor } from "./read-tensor.ts";
import { readRecords } from "./record.ts";

/** One value under a tag. */
export interface EventValue {
  readonly tag: string;
  /** The part of TensorBoard that shows it, where that is known: "scalars", "histograms", "images". */
  readonly plugin: string | null;
  /** The number, where it is one. */
  readonly scalar: number | null;
  /** The tensor, where it was written as one of a type that is read here. */
  readonly tensor: EventTensor | null;
}
export interface SummaryEvent {
  /** Seconds since 1970. */
  readonly wallTime: number;
  readonly step: number;
  readonly values: readonly EventValue[];
}
export interface EventFile {
  /** `"brain.Event:2"`; null for a file without events. */
  readonly fileVersion: string | null;
  /** The events with values, in their order. */
  readonly events: readonly SummaryEvent[];
}

/**
 * Reads an event file of TensorBoard. A last record that is cut short is left out; fields that are not known here are
 * passed over.
 *
 * @throws {ConfigError} when a checksum is wrong or a message is invalid.
 * @example
 * readEvents(new Uint8Array()).events; // []
 */
export function readEvents(bytes: Uint8Array): EventFile {
  let fileVersion: string | null = null;
  const events: SummaryEvent[] = [];
  for (const record of readRecords(bytes)) {
    const event = readEvent(record);
    fileVersion ??= event.fileVersion;
    if (event.values.length > 0) events.push(event);
  }
  return { fileVersion, events };
}

function readEvent(bytes: Uint8Array): SummaryEvent & { fileVersion: string | null } {
  let wallTime = 0;
  let step = 0;
  let fileVersion: string | null = null;
  const values: EventValue[] = [];
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === "fixed64") wallTime = field.value.getFloat64(0, true);
    else if (field.number === 2 && field.wire === "varint") step = readStep(field.value);
    else if (field.number === 3 && field.wire === "bytes") fileVersion = readText(field.value);
    else if (field.number === 5 && field.wire === "bytes") {
      for (const part of readFields(field.value))
        if (part.number === 1 && part.wire === "bytes") values.push(readValue(part.value));
    }
  }
  return { wallTime, step, fileVersion, values };
}

function readValue(bytes: Uint8Array): EventValue {
  let tag = "";
  let plugin: string | null = null;
  let scalar: number | null = null;
  let tensor: EventTensor | null = null;
  for (const field of readFields(bytes)) {
    if (field.number === 1 && field.wire === "bytes") tag = readText(field.value);
    else if (field.number === 2 && field.wire === "fixed32") scalar = field.value.getFloat32(0, true);
    else if (field.number === 8 && field.wire === "bytes") tensor = readTensor(field.value);
    else if (field.number === 9 && field.wire === "bytes") plugin = readPlugin(field.value);
  }
  const single = tensor?.dtype !== "string" && tensor?.shape.length === 0 ? tensor.data[0] : undefined;
  if (scalar === null && plugin === "scalars") scalar = (single as number | undefined) ?? null;
  return { tag, plugin, scalar, tensor };
}

function readPlugin(bytes: Uint8Array): string | null {
  for (const field of readFields(bytes)) {
    if (field.number !== 1 || field.wire !== "bytes") continue;
    for (const part of readFields(field.value))
      if (part.number === 1 && part.wire === "bytes") return readText(part.value);
  }
  return null;
}

function readStep(value: bigint): number {
  const step = Number(BigInt.asIntN(64, value));
  if (Number.isSafeInteger(step)) return step;
  throw refusal(ConfigError, { action: "read an event", expected: "its step is invalid beyond 2^53", received: step });
}
