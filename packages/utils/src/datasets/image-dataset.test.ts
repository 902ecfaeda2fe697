import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, type NDArray, ready } from "@hornbeam/core";
import { afterEach, beforeEach, describe, expect, expectTypeOf, it } from "vitest";
import { saveImg } from "../images/image-file.ts";
import type { FolderHandle } from "./_folder.ts";
import type { LabeledDataset } from "./_labeled-files.ts";
import { imageDatasetFromDirectory } from "./image-dataset.ts";

let folder: string;
const grey = (value: number, height = 2, width = 4) => Array(height).fill(Array(width).fill([value]));
beforeEach(async () => {
  await ready();
  folder = await mkdtemp(join(tmpdir(), "images-"));
  for (const [i, name] of ["cat/1.png", "cat/deep/2.PNG", "dog/1.png"].entries()) {
    await mkdir(join(folder, name, ".."), { recursive: true });
    await saveImg(join(folder, name), grey(10 * (i + 1)), { scale: false });
  }
  await writeFile(join(folder, "dog/notes.txt"), "not a picture");
});
afterEach(() => rm(folder, { recursive: true }));

describe("imageDatasetFromDirectory", () => {
  it("takes folders as classes, and brings images to a size", async () => {
    const before = memory().numTensors;
    const dataset = await imageDatasetFromDirectory(folder, { imageSize: [3, 2], shuffle: false, batchSize: 2 });
    expect(dataset.classNames).toEqual(["cat", "dog"]);
    expect(dataset.filePaths).toEqual(["cat/1.png", "cat/deep/2.PNG", "dog/1.png"].map((name) => `${folder}/${name}`));
    const batches = (await dataset.toArray()) as [NDArray, NDArray][];
    expect(batches.map(([x]) => x.shape)).toEqual([[2, 3, 2, 3], [1, 3, 2, 3]]); // biome-ignore format: shapes
    expect(batches.map(([, y]) => y.toArray())).toEqual([[0, 0], [1]]);
    expect(new Set(batches[0]![0].data.slice(0, 18) as Float32Array)).toEqual(new Set([10]));
    expect(batches[1]![0].dtype).toBe("float32");
    expect(memory().numTensors).toBe(before);
  });

  it("keeps proportions as tf.image.resize_with_pad and a crop of the middle do", async () => {
    const rows = [[[0], [100], [200], [60]], [[0], [100], [200], [60]]]; // biome-ignore format: an image
    await saveImg(join(folder, "cat/1.png"), rows, { scale: false });
    const pixels = async (options: object) => {
      const given = { imageSize: 2, colorMode: "grayscale", labels: null, shuffle: false, batchSize: null } as const;
      const [first] = await (await imageDatasetFromDirectory(folder, { ...given, ...options })).toArray();
      return Array.from((first as NDArray).data as Float32Array);
    };
    expect(await pixels({ cropToAspectRatio: true })).toEqual([100, 200, 100, 200]);
    expect(await pixels({ padToAspectRatio: true })).toEqual([50, 130, 0, 0]); // one row, and none above it
    expect(await pixels({ imageSize: [4, 4], padToAspectRatio: true })).toEqual([0, 0, 0, 0, 0, 100, 200, 60, 0, 100, 200, 60, 0, 0, 0, 0]); // biome-ignore format: rows
    const first = { dataFormat: "channels_first", colorMode: "rgba", imageSize: [1, 4] };
    expect((await pixels(first)).slice(0, 4)).toEqual([0, 100, 200, 60]);
    expect((await pixels(first)).slice(-4)).toEqual([255, 255, 255, 255]);
  });

  it("reads folders and files that a page was given", async () => {
    const bytes = async (name: string) => new Uint8Array(await (await import("node:fs/promises")).readFile(join(folder, name))); // biome-ignore format: one line
    const file = async (name: string) => ({ bytes: await bytes(name), name: name.split("/").at(-1)! });
    const files = await Promise.all(["cat/1.png", "cat/deep/2.PNG", "dog/1.png"].map(file));
    const handleOf = ({ bytes, name }: (typeof files)[number]) => ({
      kind: "file" as const,
      name,
      getFile: async () => new Blob([bytes]),
    });
    const folderOf = (name: string, entries: readonly unknown[]) =>
      ({
        kind: "directory",
        name,
        async *values() {
          yield* entries;
        },
      }) as FolderHandle;
    const [one, two, three] = files.map(handleOf);
    const handle = folderOf("pets", [folderOf("dog", [three]), folderOf("cat", [folderOf("deep", [two]), one]), folderOf(".git", [])]); // biome-ignore format: one line
    const paths = ["pets/dog/1.png", "pets/cat/deep/2.PNG", "pets/cat/1.png"];
    const picked = [files[2]!, files[1]!, files[0]!].map(({ bytes, name }, i) => ({
      name,
      webkitRelativePath: paths[i]!,
      arrayBuffer: () => new Blob([bytes]).arrayBuffer(),
    }));
    const options = { imageSize: 1, colorMode: "grayscale", shuffle: false, batchSize: 3 } as const;
    const wanted = (await (await imageDatasetFromDirectory(folder, options)).toArray()) as [NDArray, NDArray][];
    expect(Array.from(wanted[0]![0].data as Float32Array)).toEqual([10, 20, 30]);
    for (const source of [handle, picked]) {
      const dataset = await imageDatasetFromDirectory(source, options);
      expect(dataset.classNames).toEqual(["cat", "dog"]);
      expect(dataset.filePaths).toEqual(["cat/1.png", "cat/deep/2.PNG", "dog/1.png"]);
      const [[x, y]] = (await dataset.toArray()) as [[NDArray, NDArray]];
      expect([x.toArray(), y.toArray()]).toEqual([wanted[0]![0].toArray(), [0, 0, 1]]);
    }
  });

  it("refuses other options, folders without images, and damaged files", async () => {
    const words = "Cannot make a dataset of images: ";
    const make = (options: object) => imageDatasetFromDirectory(folder, options);
    await expect(make({ interpolation: "gaussian" })).rejects.toThrow(
      `${words}\`interpolation\` must be one of bilinear, nearest, bicubic, area, lanczos3, lanczos5, received "gaussian"`,
    );
    await expect(make({ imageSize: [3] })).rejects.toThrow(
      `${words}\`imageSize\` must be a positive integer or a list of two, received [3]`,
    );
    await expect(make({ cropToAspectRatio: true, padToAspectRatio: true })).rejects.toThrow(
      `${words}only one of \`cropToAspectRatio\` and \`padToAspectRatio\` may be true`,
    );
    await expect(make({ classNames: [] })).rejects.toThrow(
      `${words}${folder} must hold images (.bmp, .gif, .jpeg, .jpg, .png) for it, received 0`,
    );
    await expect(imageDatasetFromDirectory(7 as never)).rejects.toThrow(
      `${words}\`directory\` must be a path, a folder's handle or a list of files, received 7`,
    );
    await writeFile(join(folder, "cat/1.png"), "no picture");
    await expect((await make({ shuffle: false })).toArray()).rejects.toThrow(
      `Cannot load picture "${folder}/cat/1.png": it must be a PNG, JPEG, GIF or BMP file`,
    );
  });

  it("types its elements by its options", () => {
    type Labeled = LabeledDataset<[x: NDArray, y: NDArray]>;
    const types = async () => {
      expectTypeOf(await imageDatasetFromDirectory("a")).toEqualTypeOf<Labeled>();
      expectTypeOf(await imageDatasetFromDirectory("a", { labels: null })).toEqualTypeOf<LabeledDataset<NDArray>>();
      const parts = await imageDatasetFromDirectory("a", { subset: "both", validationSplit: 0.5, seed: 1 });
      expectTypeOf(parts).toEqualTypeOf<[training: Labeled, validation: Labeled]>();
      // @ts-expect-error there is no such option
      await imageDatasetFromDirectory("a", { size: 3 });
    };
    expect(types).toBeTypeOf("function");
  });
});
