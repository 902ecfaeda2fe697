import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { imdbFrom } from "../imdb/load-data.ts";
import { getLabelNames } from "../reuters/get-label-names.ts";
import { reutersFrom } from "../reuters/load-data.ts";
import { wordIndexFrom } from "./_word-index.ts";

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "datasets-"));
  vi.stubEnv("KERAS_HOME", home);
  vi.stubGlobal("fetch", () => expect.unreachable("the file is there"));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  await rm(home, { recursive: true });
});

/** A file where downloads are kept, as the source of a loader. */
async function cached(name: string, base64: string): Promise<{ origin: string; fileHash: string }> {
  const bytes = Buffer.from(base64, "base64");
  await mkdir(join(home, "datasets"), { recursive: true });
  await writeFile(join(home, "datasets", name), bytes);
  return { origin: `https://example.org/${name}`, fileHash: createHash("sha256").update(bytes).digest("hex") };
}

// by NumPy: x_train = [[1, 5], [2, 9, 3], [4], [7, 1, 1, 6]], y_train = [1, 0, 1, 0], x_test = [[3], [8, 2], [1, 1]],
// y_test = [0, 1, 1]; RandomState(113) shuffles them as 3, 2, 0, 1 and then 1, 0, 2
const reviews =
  "UEsDBC0AAAAIAAAAIQD+c56T//////////8LABQAeF90cmFpbi5ucHkBABAAOAEAAAAAAADcAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF7jr66joJ6WX1RSlJgXn1+UkgoSdkvMKU4FihdnJBakAvkaJjqaOgq1CpQArgaWqWsZIKBHLK80t6BSLz45vyhVL7c0pyQzsagosXJKD098UWpyfl5xSVFpcsmUyVN6WMEqp/Sw56VAlEye4s3QOsWZMWlK+5SgKRrejN4srVMymHtYU0oqC1JBWpj8LaZ0dkBkmXsYa6b4+fl5/QcCMOFtXzIlqTN2ikYsWDNrKohm8ub0ZgayvFkSQVx2oASjN1tqKlCpHgBQSwMELQAAAAgAAAAhAF8QYgb//////////wsAFAB5X3RyYWluLm5weQEAEACgAAAAAAAAAEoAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaJjqaOgq1ChQALkYGVIDOBwBQSwMELQAAAAgAAAAhAGRgGLj//////////woAFAB4X3Rlc3QubnB5AQAQACoBAAAAAAAA1AAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBe46+uo6Cell9UUpSYF59flJIKEnZLzClOBYoXZyQWpAL5GsY6mjoKtQqUAK4GlqnzGSCgRyyvNLegUi8+Ob8oVS+3NKckM7GoKLFySg9PfFFqcn5ecUlRaXLJlMlTeljBKqf0sOelQJRMnuLN0DrFmTFpSvuUoCka3ozezK1TMph7WFNKKgtSQVqY/C2mdHZAZJl7GGum+Pn5ef0HAjDhbV8yJakzdopG7BRv5kQg7c3hzZQaCzaJMTUVKKkHAFBLAwQtAAAACAAAACEAFEedZP//////////CgAUAHlfdGVzdC5ucHkBABAAmAAAAAAAAABJAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loG6TaaGuo6Cell9UUpSYF59flJIKEndLzClOBYoXZyQWpAL5GsY6mjoKtQoUAC4GKGBEowFQSwECLQMtAAAACAAAACEA/nOek9wAAAA4AQAACwAAAAAAAAAAAAAAgAEAAAAAeF90cmFpbi5ucHlQSwECLQMtAAAACAAAACEAXxBiBkoAAACgAAAACwAAAAAAAAAAAAAAgAEZAQAAeV90cmFpbi5ucHlQSwECLQMtAAAACAAAACEAZGAYuNQAAAAqAQAACgAAAAAAAAAAAAAAgAGgAQAAeF90ZXN0Lm5weVBLAQItAy0AAAAIAAAAIQAUR51kSQAAAJgAAAAKAAAAAAAAAAAAAACAAbACAAB5X3Rlc3QubnB5UEsFBgAAAAAEAAQA4gAAADUDAAAAAA==";
// the same four texts, y = [3, 0, 45, 7]
const newswires =
  "UEsDBC0AAAAIAAAAIQD+c56T//////////8FABQAeC5ucHkBABAAOAEAAAAAAADcAAAAAAAAAJvsF+obEMnIUMZQrZ6SWpxcpG6loF7jr66joJ6WX1RSlJgXn1+UkgoSdkvMKU4FihdnJBakAvkaJjqaOgq1CpQArgaWqWsZIKBHLK80t6BSLz45vyhVL7c0pyQzsagosXJKD098UWpyfl5xSVFpcsmUyVN6WMEqp/Sw56VAlEye4s3QOsWZMWlK+5SgKRrejN4srVMymHtYU0oqC1JBWpj8LaZ0dkBkmXsYa6b4+fl5/QcCMOFtXzIlqTN2ikYsWDNrKohm8ub0ZgayvFkSQVx2oASjN1tqKlCpHgBQSwMELQAAAAgAAAAhAOa8f4T//////////wUAFAB5Lm5weQEAEACgAAAAAAAAAE0AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNpoa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaJjqaOgq1ChQALmYGVKALpdmhNABQSwECLQMtAAAACAAAACEA/nOek9wAAAA4AQAABQAAAAAAAAAAAAAAgAEAAAAAeC5ucHlQSwECLQMtAAAACAAAACEA5rx/hE0AAACgAAAABQAAAAAAAAAAAAAAgAETAQAAeS5ucHlQSwUGAAAAAAIAAgBmAAAAlwEAAAAA";
const json = (text: string) => Buffer.from(text).toString("base64");

describe("imdbFrom", () => {
  it("numbers words from 4 on, mixes texts as Keras does, and drops the rarest word", async () => {
    const [[xTrain, yTrain], [xTest, yTest]] = await imdbFrom(await cached("imdb.npz", reviews), {});
    expect(xTrain).toEqual([[1, 10, 4, 4, 9], [1, 7], [1, 4, 8], [1, 5, 2, 6]]); // biome-ignore format: texts
    expect(xTest).toEqual([[1, 11, 5], [1, 6], [1, 4, 4]]); // biome-ignore format: texts
    expect(yTrain.toArray()).toEqual([0n, 1n, 1n, 0n]);
    expect(yTest.toArray()).toEqual([1n, 0n, 1n]);
  });

  it("leaves out or replaces words, starts and long texts as it is told", async () => {
    const source = await cached("imdb.npz", reviews);
    const texts = async (options: object) => (await imdbFrom(source, options)).map(([x]) => x);
    expect(await texts({ startChar: null, indexFrom: 0, oovChar: null, numWords: 6, skipTop: 2 })).toEqual([
      [[], [4], [5], [2, 3]],
      [[2], [3], []],
    ]);
    expect(await texts({ startChar: null, indexFrom: 0, maxlen: 2, numWords: 100 })).toEqual([[[4]], [[3]]]);
    await expect(imdbFrom(source, { maxlen: 2 })).rejects.toThrow(
      "Cannot load IMDB: `maxlen` must leave sequences: there must be shorter ones, received 2\nIncrease `maxlen`.",
    );
    await expect(imdbFrom(source, { numWords: 0 })).rejects.toThrow(
      "Cannot load IMDB: `numWords` must be an integer in [1, 2 ** 32) or null, received 0",
    );
    await expect(imdbFrom(await cached("imdb.npz", newswires), {})).rejects.toThrow(
      'Cannot load IMDB from "imdb.npz": it must hold lists of integers as x_train and as many labels as y_train, received ["x", "y"]',
    );
  });
});

describe("reutersFrom", () => {
  it("mixes before it splits", async () => {
    const [[xTrain, yTrain], [xTest, yTest]] = await reutersFrom(await cached("reuters.npz", newswires), {
      testSplit: 0.5,
    });
    expect(xTrain).toEqual([[1, 10, 4, 4, 9], [1, 7]]); // biome-ignore format: texts
    expect(xTest).toEqual([[1, 4, 8], [1, 5, 2, 6]]); // biome-ignore format: texts
    expect([yTrain.toArray(), yTest.toArray()]).toEqual([[7n, 45n], [3n, 0n]]); // biome-ignore format: labels
  });

  it("has names for its 46 topics", () => {
    expect(getLabelNames()).toHaveLength(46);
    expect([getLabelNames()[0], getLabelNames()[45]]).toEqual(["cocoa", "lead"]);
  });
});

describe("wordIndexFrom", () => {
  it("reads words, also those that objects know", async () => {
    const index = await wordIndexFrom(await cached("a.json", json('{"the": 1, "constructor": 9, "__proto__": 7}')), {});
    expect([...index]).toEqual([["the", 1], ["constructor", 9], ["__proto__", 7]]); // biome-ignore format: pairs
    expect(index.get("toString")).toBe(undefined);
  });

  it("refuses what is no such file", async () => {
    const words = 'Cannot load a word index from "a.json": it must be a JSON object of whole numbers, received ';
    await expect(wordIndexFrom(await cached("a.json", json('{"a": "b"}')), {})).rejects.toThrow(`${words}"b"`);
    await expect(wordIndexFrom(await cached("a.json", json("[1]")), {})).rejects.toThrow(`${words}[1]`);
    await expect(wordIndexFrom(await cached("a.json", json("{")), {})).rejects.toThrow(words);
  });
});
