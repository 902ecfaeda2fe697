import { createHash } from "node:crypto";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NDArray } from "@hornbeam/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { mnistFrom, mnistOf } from "./_from-npz.ts";
import { loadData } from "./load-data.ts";

// by NumPy, of x_test (1, 2, 2), x_train (2, 2, 2), y_train [5, 0] and y_test [7] in this order, all uint8
const archive = Buffer.from(
  "UEsDBC0AAAAIAAAAIQCv9Ewa//////////8KABQAeF90ZXN0Lm5weQEAEACEAAAAAAAAAEoAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjoKRkCkqaNQq0Ae4OIEAgBQSwMELQAAAAgAAAAhAGFg/bX//////////wsAFAB4X3RyYWluLm5weQEAEACIAAAAAAAAAE8AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKIKSpo1CrQB7gYmBkYmZhZWMHAFBLAwQtAAAACAAAACEASqYH1f//////////CwAUAHlfdHJhaW4ubnB5AQAQAIIAAAAAAAAARgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBeU2qorqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAuVgYAUEsDBC0AAAAIAAAAIQBOF8Up//////////8KABQAeV90ZXN0Lm5weQEAEACBAAAAAAAAAEUAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgXlNqqK6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkahjqaOgq1ChQALnYAUEsBAi0DLQAAAAgAAAAhAK/0TBpKAAAAhAAAAAoAAAAAAAAAAAAAAIABAAAAAHhfdGVzdC5ucHlQSwECLQMtAAAACAAAACEAYWD9tU8AAACIAAAACwAAAAAAAAAAAAAAgAGGAAAAeF90cmFpbi5ucHlQSwECLQMtAAAACAAAACEASqYH1UYAAACCAAAACwAAAAAAAAAAAAAAgAESAQAAeV90cmFpbi5ucHlQSwECLQMtAAAACAAAACEAThfFKUUAAACBAAAACgAAAAAAAAAAAAAAgAGVAQAAeV90ZXN0Lm5weVBLBQYAAAAABAAEAOIAAAAWAgAAAAA=",
  "base64",
);
const fileHash = createHash("sha256").update(archive).digest("hex");
let server: Server;
let origin: string;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "mnist-"));
  vi.stubEnv("KERAS_HOME", folder);
  server = createServer((_, response) => response.end(archive));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}/mnist.npz`;
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

describe("mnistFrom", () => {
  it("fetches the archive into Keras' cache, and takes it from there", async () => {
    const progress: number[] = [];
    const onProgress = ({ received }: { received: number }) => progress.push(received);
    const [[xTrain, yTrain], [xTest, yTest]] = await mnistFrom({ origin, fileHash }, { onProgress });
    expect(xTrain.dtype).toBe("uint8");
    expect(xTrain.toArray()).toEqual([[[0, 1], [2, 3]], [[4, 5], [6, 7]]]); // biome-ignore format: images
    expect(yTrain.toArray()).toEqual([5, 0]);
    expect(xTest.toArray()).toEqual([[[9, 9], [9, 9]]]); // biome-ignore format: images
    expect(yTest.toArray()).toEqual([7]);
    expect(progress.at(-1)).toBe(archive.length);
    expect(await readdir(join(folder, "datasets"))).toEqual(["mnist.npz"]);

    vi.stubGlobal("fetch", () => expect.unreachable("the file is there"));
    const again = await mnistFrom({ origin, fileHash }, {});
    expect(again[0][0].equals(xTrain)).toBe(true);
  });

  it("keeps it under another name", async () => {
    await mnistFrom({ origin, fileHash }, { path: "digits.npz" });
    expect(await readdir(join(folder, "datasets"))).toEqual(["digits.npz"]);
    await expect(mnistFrom({ origin, fileHash }, { path: "../digits.npz" })).rejects.toThrow(
      'Cannot get a file: `fname` must be the name of a file without a path, received "../digits.npz"',
    );
  });

  it("stops by its signal", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(mnistFrom({ origin, fileHash }, { signal })).rejects.toThrow("enough");
  });
});

describe("mnistOf", () => {
  it("says what an archive lacks", () => {
    const arrays = new Map([["x_train", NDArray.zeros([2, 3])]]);
    expect(() => mnistOf(arrays, "a.npz")).toThrow(
      'Cannot load MNIST from "a.npz": it must hold x_train and y_train, received ["x_train"]',
    );
    arrays.set("y_train", NDArray.zeros([3]));
    expect(() => mnistOf(arrays, "a.npz")).toThrow(
      'Cannot load MNIST from "a.npz": x_train and y_train must be images and as many labels, received shapes [[2, 3], [3]]',
    );
  });
});

describe("loadData", () => {
  it("asks for the file that Keras asks for, and takes no other for it", async () => {
    const asked: string[] = [];
    vi.stubGlobal("fetch", async (url: URL) => {
      asked.push(url.href);
      return new Response(archive);
    });
    await expect(loadData()).rejects.toThrow(
      'Cannot get file "mnist.npz": the SHA-256 of what was fetched must be ' +
        `"731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1", received "${fileHash}"`,
    );
    expect(asked).toEqual(["https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz"]);
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses options that it does not have", async () => {
    await expect(loadData({ file: "x" } as never)).rejects.toThrow(
      "Cannot load MNIST: unknown option `file`\nKnown options: path, signal, onProgress.",
    );
  });
});
