import { ConfigError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { crc32, crc32c, maskedCrc32c } from "./crc32c.ts";
import { encodeSummary, encodeVersion } from "./event.ts";
import { histogramBuckets } from "./histogram.ts";
import { MessageWriter } from "./protobuf.ts";
import { readFields } from "./protobuf-reader.ts";
import { readEvents } from "./read-events.ts";
import { encodeRecord, readRecords } from "./record.ts";
import { scalarSummary } from "./summaries.ts";

const ascii = (text: string) => new TextEncoder().encode(text);
const join = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString("hex");
const fileOf = (...messages: Uint8Array[]) => join(...messages.map(encodeRecord));

describe("crc32c", () => {
  it("gives the check values of its standards", () => {
    expect(crc32c(ascii("123456789"))).toBe(0xe3069283);
    expect(crc32(ascii("123456789"))).toBe(0xcbf43926);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa); // RFC 3720, B.4
    expect(crc32c(new Uint8Array(32).fill(255))).toBe(0x62a8ab43);
    expect(crc32c(new Uint8Array())).toBe(0);
  });

  it("gives the same for eight bytes at a time as for one, at every length and offset", () => {
    const bytes = Uint8Array.from({ length: 64 }, (_, i) => (i * 37 + 11) & 255);
    const slow = (part: Uint8Array) => {
      let crc = 0xffffffff;
      for (const byte of part) {
        crc ^= byte;
        for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
      }
      return ~crc >>> 0;
    };
    for (let length = 0; length <= 33; length++) {
      const part = bytes.subarray(length % 5, (length % 5) + length);
      expect(crc32c(part)).toBe(slow(part));
    }
  });

  it("masks as TensorFlow does", () => {
    // the first record of any file of TensorFlow: 24 bytes, whose length has this masked checksum
    expect(maskedCrc32c(Uint8Array.of(24, 0, 0, 0, 0, 0, 0, 0))).toBe(0x224b7fa3);
  });
});

describe("events", () => {
  // bytes from a file that Keras 3.15.1 wrote
  it("are written byte for byte as TensorFlow writes them", () => {
    const scalar =
      "09c91d00a4b5c0da412a2b0a290a0e65706f63685f6163637572616379420a0801120022040000003f4a0b0a090a077363616c617273";
    const [event] = readEvents(fileOf(Buffer.from(scalar, "hex"))).events;
    expect(event).toMatchObject({ step: 0, values: [{ tag: "epoch_accuracy", plugin: "scalars", scalar: 0.5 }] });
    expect(hex(encodeSummary(event!.wallTime, 0, scalarSummary("epoch_accuracy", 0.5)))).toBe(scalar);
    const later =
      "09620ffea3b5c0da4110032a3e0a3c0a216576616c756174696f6e5f61636375726163795f76735f697465726174696f6e73420a0801120022040000203f4a0b0a090a077363616c617273";
    const [evaluation] = readEvents(fileOf(Buffer.from(later, "hex"))).events;
    const summary = scalarSummary("evaluation_accuracy_vs_iterations", 0.625);
    expect(hex(encodeSummary(evaluation!.wallTime, 3, summary))).toBe(later);
  });

  it("survive being written and read", () => {
    const messages = [-1, 0, 1, 127, 128, 300, 2 ** 31, 2 ** 40].map((step) =>
      encodeSummary(step / 4, step, scalarSummary(`tag ${step} ü`, step)),
    );
    const { fileVersion, events } = readEvents(fileOf(encodeVersion(1), ...messages));
    expect(fileVersion).toBe("brain.Event:2");
    expect(events.map(({ wallTime, step, values }) => [wallTime, step, values[0]?.tag, values[0]?.scalar])).toEqual(
      [-1, 0, 1, 127, 128, 300, 2 ** 31, 2 ** 40].map((step) => [step / 4, step, `tag ${step} ü`, step]),
    );
  });

  it("hold messages longer than any that was there before", () => {
    for (const length of [60, 61, 62, 63, 64, 65, 127, 128, 300, 5000]) {
      const tag = "x".repeat(length);
      expect(readEvents(fileOf(encodeSummary(1, 1, scalarSummary(tag, 2)))).events[0]?.values[0]?.tag).toBe(tag);
    }
  });
});

describe("readEvents", () => {
  const good = fileOf(encodeVersion(1), encodeSummary(1, 1, scalarSummary("loss", 0.5)));
  const later = fileOf(encodeSummary(2, 2, scalarSummary("loss", 0.25)));
  const scalars = (bytes: Uint8Array) =>
    readEvents(bytes).events.flatMap(({ step, values }) => values.map(({ scalar }) => [step, scalar]));

  it("leaves out a last record that is cut short, wherever it is cut", () => {
    for (let cut = 0; cut < later.length; cut++) {
      expect(scalars(join(good, later.subarray(0, cut)))).toEqual([[1, 0.5]]);
    }
    expect(scalars(join(good, later))).toHaveLength(2);
    expect(readEvents(new Uint8Array())).toEqual({ fileVersion: null, events: [] });
  });

  it("refuses any byte that was changed", () => {
    for (let at = 0; at < later.length; at++) {
      const damaged = later.slice();
      damaged[at]! ^= 4;
      expect(() => readEvents(join(good, damaged))).toThrow(ConfigError);
    }
    expect(() =>
      readEvents(
        join(
          good,
          Uint8Array.from(later, (byte) => byte ^ 1),
        ),
      ),
    ).toThrow(
      `Cannot read the record at byte ${good.length}: the checksum (CRC) of a length must be right\nThis is no event file, or it is damaged.`,
    );
  });

  it("refuses lengths that no record can have", () => {
    const header = new Uint8Array(12);
    const view = new DataView(header.buffer);
    view.setBigUint64(0, 2n ** 63n, true);
    view.setUint32(8, maskedCrc32c(header.subarray(0, 8)), true);
    expect(() => [...readRecords(join(header, ascii("some data")))]).toThrow(
      "Cannot read the record at byte 0: a record's length must be at most 2147483647, received 9223372036854775808n",
    );
  });

  const expectRefused = (message: number[], text: string) => {
    expect(() => readEvents(fileOf(Uint8Array.from(message)))).toThrow(ConfigError);
    expect(() => readEvents(fileOf(Uint8Array.from(message)))).toThrow(text);
  };
  it("refuses messages that are none", () => {
    const overlong = [0x10, ...Array<number>(11).fill(255), 1];
    expectRefused(overlong, "Cannot read an event: a varint must be at most 10 bytes long");
    expectRefused([0x10, 255], "it must not end within a varint");
    expectRefused([0x2a, 5, 1], "the length of a field must not run beyond the message that holds it");
    expectRefused([0x2a, 4, 0x0a, 9, 1, 1], "the length of a field must not run beyond the message that holds it");
    expectRefused([0x00, 1], "a field's number must be in [1, 2^29)");
    expectRefused([0x0f], "a field's wire type must be known");
    expectRefused([0x0c], "a field's wire type must be known");
    expectRefused([0x1a, 2, 0xc3, 0x28], "a text must be UTF-8");
    expectRefused([0x9b, 1, 0x08, 1], "it must not end within a group");
    expectRefused([0x9b, 1, 0xa4, 1], "a group must end with the number it began with");
    expectRefused(Array<number>(40).fill(0x0b), "groups must not be nested this deep");
    expectRefused([0x10, ...Array<number>(7).fill(255), 127], "its step is invalid beyond 2^53");
  });

  it("refuses tensors whose elements do not fit their shape", () => {
    const dimension = new MessageWriter().integer(1, 1e12);
    const shape = new MessageWriter().bytes(2, dimension);
    const tensor = new MessageWriter().integer(1, 1).bytes(2, shape).bytes(4, new Uint8Array(4));
    const value = new MessageWriter().text(1, "t").bytes(8, tensor);
    const event = new MessageWriter().bytes(5, new MessageWriter().bytes(1, value)).finish();
    expectRefused([...event], "a tensor of shape [1000000000000] must have 1000000000000 elements, received 1");
  });

  it("passes over fields that it does not know, groups included", () => {
    const known = encodeSummary(1, 1, scalarSummary("loss", 0.5));
    const unknown = Uint8Array.of(0xf8, 7, 1, 0xf3, 7, 0x0b, 0x08, 1, 0x0c, 0xf4, 7, 0xfa, 7, 1, 9);
    expect([...readFields(unknown)]).toHaveLength(2);
    expect(scalars(fileOf(join(unknown, known, unknown)))).toEqual([[1, 0.5]]);
  });
});

describe("histogramBuckets", () => {
  it("spreads values over thirty buckets, the greatest in the last", () => {
    const buckets = histogramBuckets([0, 1, 2, 30, 15, 15]);
    expect([...buckets.slice(0, 9)]).toEqual([0, 1, 1, 1, 2, 1, 2, 3, 1]);
    expect([...buckets.slice(45, 48)]).toEqual([15, 16, 2]);
    expect([...buckets.slice(87)]).toEqual([29, 30, 1]);
  });

  it("puts equal values into the last bucket, and leaves out what is not finite", () => {
    expect([...histogramBuckets([2, 2, Number.NaN]).slice(84)]).toEqual([2, 2, 0, 2, 2, 2]);
    expect(histogramBuckets([]).every((value) => value === 0)).toBe(true);
  });
});
