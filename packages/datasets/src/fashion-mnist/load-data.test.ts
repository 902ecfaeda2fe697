import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { readIdx } from "./_idx.ts";
import { loadData } from "./load-data.ts";

/** An IDX file of bytes, gzipped. */
function idx(shape: number[], data: number[]): Uint8Array<ArrayBuffer> {
  const sizes = shape.flatMap((size) => [0, 0, size >> 8, size & 255]);
  return new Uint8Array(gzipSync(Uint8Array.from([0, 0, 8, shape.length, ...sizes, ...data])));
}

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "fashion-"));
  vi.stubEnv("KERAS_HOME", home);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(home, { recursive: true });
});

describe("loadData", () => {
  const put = async (name: string, bytes: Uint8Array) => {
    await mkdir(join(home, "datasets/fashion-mnist"), { recursive: true });
    await writeFile(join(home, "datasets/fashion-mnist", name), bytes);
  };

  it("reads the four files out of Keras' cache", async () => {
    vi.stubGlobal("fetch", () => expect.unreachable("the files are there"));
    await put("train-labels-idx1-ubyte.gz", idx([2], [9, 3]));
    await put("train-images-idx3-ubyte.gz", idx([2, 1, 2], [1, 2, 3, 4]));
    await put("t10k-labels-idx1-ubyte.gz", idx([1], [7]));
    await put("t10k-images-idx3-ubyte.gz", idx([1, 1, 2], [5, 6]));
    const [[xTrain, yTrain], [xTest, yTest]] = await loadData();
    expect(xTrain.toArray()).toEqual([[[1, 2]], [[3, 4]]]);
    expect([yTrain.toArray(), xTest.toArray(), yTest.toArray()]).toEqual([[9, 3], [[[5, 6]]], [7]]);
    expect([xTrain.dtype, yTrain.dtype]).toEqual(["uint8", "uint8"]);

    await put("train-labels-idx1-ubyte.gz", idx([3], [9, 3, 1]));
    await expect(loadData()).rejects.toThrow(
      "Cannot load Fashion-MNIST: there must be as many labels as images, received shapes [[2, 1, 2], [3]]",
    );
  });

  it("asks for the files that Keras asks for", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: URL) => {
      asked.push(url.href);
      return new Response(null, { status: 404 });
    });
    await expect(loadData()).rejects.toThrow('Cannot get file "train-labels-idx1-ubyte.gz"');
    expect(asked[0]).toBe("https://storage.googleapis.com/tensorflow/tf-keras-datasets/train-labels-idx1-ubyte.gz");
    await expect(loadData({ path: "x" } as never)).rejects.toThrow(
      "Cannot load Fashion-MNIST: unknown option `path`\nKnown options: signal, onProgress.",
    );
  });
});

describe("readIdx", () => {
  it("refuses other files, and those that are cut off", async () => {
    const read = (bytes: Uint8Array<ArrayBuffer>, rank = 1) => readIdx(bytes, { action: "read a", rank });
    await expect(read(idx([1, 1], [5]))).rejects.toThrow("Cannot read a: it must be an IDX file of bytes with 1 axes, received 2050"); // biome-ignore format: one line
    await expect(read(idx([3], [5]))).rejects.toThrow("Cannot read a: it must hold the 3 bytes that its shape says, received 1"); // biome-ignore format: one line
    await expect(read(Uint8Array.of(31, 139))).rejects.toThrow("Cannot read a: it must be a gzip file, received 2");
    await expect(read(idx([2], [5, 6]).slice(0, -9))).rejects.toThrow("Cannot read a: ");
  });
});
