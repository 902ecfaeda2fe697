import { readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareStructures } from "../compare.ts";
import { ownCases } from "../signatures.ts";
import { unpack } from "../tar-reader.ts";
import { readEvents } from "./event-file.ts";
import { readRuns } from "./log-run.ts";

let folder: string;
beforeAll(() => {
  folder = unpack(readFileSync(join(ownCases, "tensorboard.tar.gz")));
});
afterAll(() => rm(folder, { recursive: true }));

describe("readRuns", () => {
  it.each(["epoch", "batch", "every2"])("reads of Keras' own logs what TensorBoard's reader reads: %s", (name) => {
    const text = readFileSync(join(folder, `tensorboard/logs_${name}.json`), "utf8");
    const { runs } = JSON.parse(text) as { runs: Record<string, Record<string, unknown>> };
    const got = readRuns(join(folder, `tensorboard/logs_${name}`)) as Record<string, unknown>;
    expect(Object.keys(got)).toEqual(Object.keys(runs));
    for (const [run, { scalars, histograms, images, kerasModel, graph, plugins }] of Object.entries(runs)) {
      const want = { scalars, histograms, images, kerasModel, graph, plugins };
      expect(compareStructures(run, got[run], want, { atol: 0, rtol: 0 })).toBeUndefined();
    }
  });
});

describe("readEvents", () => {
  it("refuses a record whose bytes were changed", () => {
    const path = "tensorboard/logs_every2/validation/events.out.tfevents.1795348127.host.1.5.v2";
    const bytes = readFileSync(join(folder, path));
    expect(readEvents(bytes)[0]?.fileVersion).toBe("brain.Event:2");
    bytes[60]! ^= 1;
    expect(() => readEvents(bytes)).toThrow("wrong checksum");
  });
});
