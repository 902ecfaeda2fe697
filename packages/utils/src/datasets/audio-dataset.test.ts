import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { NDArray } from "@hornbeam/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { resampled } from "../audio/_resample.ts";
import { decodeWav } from "../audio/_wav.ts";
import { audioDatasetFromDirectory } from "./audio-dataset.ts";

/** A WAV file of samples in one channel, stored as 16-bit integers unless told. */
function wav(samples: readonly number[], { rate = 8000, bits = 16, code = 1, channels = 1 } = {}): Uint8Array {
  const width = bits / 8;
  const bytes = new Uint8Array(44 + samples.length * width);
  const view = new DataView(bytes.buffer);
  const word = (at: number, text: string) => bytes.set(new TextEncoder().encode(text), at);
  word(0, "RIFF");
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  for (const [at, value] of [[20, code], [22, channels], [34, bits]] as const) view.setUint16(at, value, true); // biome-ignore format: one line
  view.setUint32(24, rate, true);
  word(36, "data");
  view.setUint32(40, samples.length * width, true);
  samples.forEach((sample, i) => {
    const at = 44 + i * width;
    if (code === 3) view.setFloat32(at, sample, true);
    else if (bits === 8) view.setUint8(at, sample * 128 + 128);
    else for (let byte = 0; byte < width; byte++) bytes[at + byte] = (sample * 2 ** (bits - 1)) >> (8 * byte);
  });
  return bytes;
}

let folder: string;
const sounds = { "yes/1.wav": [0.5, -0.5, 0.25], "yes/2.WAV": [1 / 32768], "no/1.wav": [-1, 0.75] };
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sounds-"));
  for (const [name, samples] of Object.entries(sounds)) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await writeFile(join(folder, name), wav(samples));
  }
});
afterEach(() => rm(folder, { recursive: true }));

describe("audioDatasetFromDirectory", () => {
  it("takes folders as classes, and lets short sounds go on in silence", async () => {
    const dataset = await audioDatasetFromDirectory(folder, { shuffle: false, batchSize: 2 });
    expect([dataset.classNames, dataset.cardinality()]).toEqual([["no", "yes"], 2]);
    const batches = (await dataset.toArray()) as [NDArray, NDArray][];
    expect(batches.map(([x]) => x.toArray())).toEqual([
      [[[-1], [0.75], [0]], [[0.5], [-0.5], [0.25]]],
      [[[1 / 32768]]],
    ]); // biome-ignore format: sounds
    expect(batches.map(([, y]) => y.toArray())).toEqual([[0, 1], [1]]);
  });

  it("brings sounds to a length and a rate", async () => {
    const shapes = async (options: object) =>
      ((await (await audioDatasetFromDirectory(folder, { labels: null, ...options })).toArray()) as NDArray[]).map(
        ({ shape }) => shape,
      );
    expect(await shapes({ outputSequenceLength: 2 })).toEqual([[3, 2, 1]]);
    expect(await shapes({ outputSequenceLength: 4, samplingRate: 4000 })).toEqual([[3, 2, 1]]);
  });

  it("refuses other options and damaged files", async () => {
    const make = (options: object) => audioDatasetFromDirectory(folder, options);
    await expect(make({ ragged: true })).rejects.toThrow(
      "Cannot make a dataset of sounds: `ragged` must be false, received true\nLeave it out: the sounds of a batch are then equally long.",
    );
    await expect(make({ samplingRate: 0 })).rejects.toThrow(
      "Cannot make a dataset of sounds: `samplingRate` must be a positive integer or null, received 0",
    );
    await writeFile(join(folder, "no/1.wav"), "RIFF");
    await expect((await make({ shuffle: false })).toArray()).rejects.toThrow(
      `Cannot load sound "${folder}/no/1.wav": it must be a WAV file that is not damaged, received "RIFF"`,
    );
  });
});

describe("decodeWav", () => {
  it("reads integers of all sizes, floats and several channels", () => {
    for (const bits of [8, 16, 24, 32]) {
      const { samples, rate } = decodeWav(wav([0.5, -0.25], { bits, rate: 44_100 }), "load sound");
      expect([samples.toArray(), rate]).toEqual([[[0.5], [-0.25]], 44_100]); // biome-ignore format: samples
    }
    const stereo = decodeWav(wav([0.5, 2], { bits: 32, code: 3, channels: 2 }), "load sound");
    expect(stereo.samples.toArray()).toEqual([[0.5, 2]]);
  });
  it("refuses what is stored otherwise, and files without samples", () => {
    expect(() => decodeWav(wav([0], { code: 7, bits: 8 }), "load sound")).toThrow(
      'Cannot load sound: it must be a WAV file that is not damaged, received "format 7 of 8 bits"',
    );
    expect(() => decodeWav(wav([0]).slice(0, 36), "load sound")).toThrow('received "no samples"');
  });
});

describe("resampled", () => {
  it("keeps a tone, and loses what the new rate cannot carry", () => {
    const tone = (hertz: number, rate: number) => {
      const bytes = wav(Array.from({ length: rate / 10 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * hertz * i) / rate)), { rate, bits: 32, code: 3 }); // biome-ignore format: one line
      return decodeWav(bytes, "load sound").samples;
    };
    const low = resampled(tone(440, 8000), 8000, 16_000);
    const wanted = tone(440, 16_000);
    expect(low.shape).toEqual([1600, 1]);
    for (let i = 100; i < 1500; i++) expect(Math.abs(Number(low.data[i]) - Number(wanted.data[i]))).toBeLessThan(0.005);
    const high = resampled(tone(3500, 8000), 8000, 4000);
    for (let i = 50; i < 350; i++) expect(Math.abs(Number(high.data[i]))).toBeLessThan(0.01);
  });
});
