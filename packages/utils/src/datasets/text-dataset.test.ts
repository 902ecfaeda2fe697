import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { NDArray } from "@hornbeam/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { textDatasetFromDirectory } from "./text-dataset.ts";

const texts = { "neg/1.txt": "bad", "neg/deep/2.txt": "dull", "pos/1.TXT": "good", "pos/2.txt": "größe", "pos/x.md": "#", ".hidden/1.txt": "no" }; // biome-ignore format: one line
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "texts-"));
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
});
afterEach(() => rm(folder, { recursive: true }));

it("takes folders as classes", async () => {
  const dataset = await textDatasetFromDirectory(folder, { shuffle: false, batchSize: 3 });
  expect(dataset.classNames).toEqual(["neg", "pos"]);
  const batches = (await dataset.toArray()) as [NDArray, NDArray][];
  expect(batches.map(([x]) => x.toArray())).toEqual([["bad", "dull", "good"], ["größe"]]);
  expect(batches.map(([, y]) => y.toArray())).toEqual([[0, 0, 1], [1]]);
  expect(batches[0]!.map((part) => part.dtype)).toEqual(["string", "int32"]);
});

it("writes labels as it is told, or none", async () => {
  const labels = async (options: object) => {
    const dataset = await textDatasetFromDirectory(folder, { shuffle: false, ...options });
    const [[, y]] = (await dataset.toArray()) as [[NDArray, NDArray]];
    return y.toArray();
  };
  expect(await labels({ labelMode: "binary" })).toEqual([[0], [0], [1], [1]]);
  const categorical = { labelMode: "categorical", classNames: ["pos", "neg"] };
  expect(await labels(categorical)).toEqual([[1, 0], [1, 0], [0, 1], [0, 1]]); // biome-ignore format: a table
  expect(await labels({ labels: [4, 4, 4, 2, 7] })).toEqual([4, 4, 4, 2, 7]); // hidden folders count here, as in Keras
  const alone = await textDatasetFromDirectory(folder, { shuffle: false, labelMode: null, batchSize: null });
  expect((await alone.toArray())[0]).toBe("no");
  expect(alone.classNames).toBe(null);
});

it("cuts texts between characters", async () => {
  const dataset = await textDatasetFromDirectory(folder, { shuffle: false, batchSize: null, maxLength: 3 });
  const rows = (await dataset.toArray()) as [string, NDArray][];
  expect(rows.map(([text]) => text)).toEqual(["bad", "dul", "goo", "gr"]);
});

it("splits by a seed into parts that do not overlap", async () => {
  const options = { validationSplit: 0.5, seed: 5, batchSize: null } as const;
  const words = async (subset: "training" | "validation") =>
    ((await (await textDatasetFromDirectory(folder, { ...options, subset })).toArray()) as [string, NDArray][]).map(([x]) => x); // biome-ignore format: one line
  const [training, validation] = [await words("training"), await words("validation")];
  expect([...training, ...validation].sort()).toEqual(["bad", "dull", "good", "größe"]);
  const both = await textDatasetFromDirectory(folder, { ...options, subset: "both" });
  const held = ((await both[1].toArray()) as [string, NDArray][]).map(([x]) => x);
  expect(held.sort()).toEqual(validation.sort());
});

it("says how many files it found, if asked", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await textDatasetFromDirectory(folder);
  expect(write).not.toHaveBeenCalled();
  await textDatasetFromDirectory(folder, { verbose: true });
  expect(write).toHaveBeenCalledWith("Found 4 files belonging to 2 classes.\n");
  write.mockRestore();
});

it("refuses what does not fit the files", async () => {
  const make = (options: object) => textDatasetFromDirectory(folder, options);
  const words = "Cannot make a dataset of text files: ";
  await expect(make({ labels: [1] })).rejects.toThrow(`${words}\`labels\` must have one label for each of the 5 files, received 1`); // biome-ignore format: one line
  await expect(make({ classNames: ["neg", "new"] })).rejects.toThrow(`${words}\`classNames\` must be among the folders neg, pos, received "new"`); // biome-ignore format: one line
  await expect(make({ classNames: ["neg"], labelMode: "binary" })).rejects.toThrow(`${words}\`classNames\` must be 2 for labelMode "binary", received ["neg"]`); // biome-ignore format: one line
  await expect(make({ subset: "both" })).rejects.toThrow(`${words}\`subset\` and \`validationSplit\` must be given together`); // biome-ignore format: one line
  await expect(make({ subset: "both", validationSplit: 0.5 })).rejects.toThrow(
    `${words}\`seed\` must be given to split what is shuffled: the parts would overlap otherwise, received undefined`,
  );
  await expect(textDatasetFromDirectory(`${folder}/none`)).rejects.toThrow(`${words}${folder}/none must be a folder, received "ENOENT"`); // biome-ignore format: one line
});
