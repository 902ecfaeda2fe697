import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { gunzipSync, gzipSync } from "node:zlib";
import type { NDArray } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { loadSample, sampleOf } from "./load-sample.ts";

const asset = new URL("../../assets/mnist-sample.bin.gz", import.meta.url);
const countsOf = (...labels: NDArray[]) => {
  const counts = new Array<number>(10).fill(0);
  for (const y of labels) for (const label of y.data as Uint8Array) counts[label]!++;
  return counts;
};

describe("loadSample", () => {
  it("gives 9,000 digits to train on and 1,000 to test with", async () => {
    const [[xTrain, yTrain], [xTest, yTest]] = await loadSample();
    expect([xTrain, yTrain, xTest, yTest].map(String)).toEqual([
      "NDArray [9000, 28, 28] uint8",
      "NDArray [9000] uint8",
      "NDArray [1000, 28, 28] uint8",
      "NDArray [1000] uint8",
    ]);
    expect(xTrain.data.constructor).toBe(Uint8Array);
  });

  it("gives the digits of the package that they are from", async () => {
    const [[xTrain, yTrain], [xTest, yTest]] = await loadSample();
    expect(countsOf(yTrain, yTest)).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978]);
    const images = new Set(
      [...xTrain, ...xTest].map((image) => Buffer.from(image.data as Uint8Array).toString("latin1")),
    );
    expect(images.size).toBe(10_000);
    expect((xTrain.sum().item() as number) + (xTest.sum().item() as number)).toBeGreaterThan(0.13 * 255 * 7_840_000);
    expect(xTrain.max().item()).toBe(255);
    expect(xTrain.min().item()).toBe(0);
  });

  it("has them shuffled: each part has all digits in about their shares", async () => {
    const [[, yTrain], [, yTest]] = await loadSample();
    for (const part of [yTrain.slice(0, 1000), yTrain.slice(8000), yTest]) {
      for (const count of countsOf(part)) {
        expect(count).toBeGreaterThan(60);
        expect(count).toBeLessThan(140);
      }
    }
  });

  it("has the bytes that the script packs", async () => {
    const packed = await readFile(asset);
    expect(packed.length).toBeLessThan(1_700_000);
    const digest = createHash("sha256").update(gunzipSync(packed)).digest("hex");
    expect(digest).toBe("e3e4d4330150ac365bf21a512e1f756b4c3abded33a9e909bd9201ff2dca9891");
  });

  it("stops by its signal, and refuses options that it does not have", async () => {
    await expect(loadSample({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(loadSample({ count: 5 } as never)).rejects.toThrow(
      "Cannot load the MNIST sample: unknown option `count`\nKnown options: signal.",
    );
  });
});

describe("sampleOf", () => {
  it("takes the file as a server may have decoded it", async () => {
    const plain = new Uint8Array(gunzipSync(await readFile(asset)));
    const [[xTrain]] = await sampleOf(plain);
    expect(xTrain.equals((await loadSample())[0][0])).toBe(true);
  });

  it("refuses a file that is damaged, or another", async () => {
    const packed = new Uint8Array(await readFile(asset));
    await expect(sampleOf(packed.slice(0, 1000))).rejects.toThrow(
      "Cannot load the MNIST sample: its compressed data must not be corrupt, received ",
    );
    await expect(sampleOf(new Uint8Array(gzipSync("something else")))).rejects.toThrow(
      "Cannot load the MNIST sample: it must inflate to the 7850020 bytes it declares, received 14",
    );
    await expect(sampleOf(new Uint8Array(7_850_020))).rejects.toThrow(
      "Cannot load the MNIST sample: its file must hold 10000 images, received [0, 0, 0]",
    );
  });
});
