import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { tar } from "../../scripts/tar.mjs";
import { CaseFiles, globToRegExp, selects } from "./case-files.ts";
import { filesOf } from "./tar-reader.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "cases-"));
});
afterEach(() => rm(folder, { recursive: true }));

const layer = JSON.stringify({ keras: "3.15.1", kind: "layer", cases: [{ id: "Dense/a" }, { id: "Dense/b" }] });

describe("CaseFiles", () => {
  it("finds cases in a folder, in one file, and in archives", async () => {
    await mkdir(join(folder, "layers"));
    await writeFile(join(folder, "layers/Dense.json"), layer);
    const training = JSON.stringify({ kind: "training", cases: [{ name: "finetune", steps: [] }] });
    const archive = tar([{ name: "training/finetune.json", bytes: Buffer.from(training) }]);
    await writeFile(join(folder, "training.tar.gz"), gzipSync(archive));

    await using all = await CaseFiles.find(folder);
    expect(all.files.map(({ kind, cases }) => [kind, cases.map(({ id }) => id)])).toEqual([
      ["layer", ["Dense/a", "Dense/b"]],
      ["training", ["finetune"]],
    ]);
    await using one = await CaseFiles.find(join(folder, "layers/Dense.json"));
    expect(one.files.map(({ folder: from }) => from)).toEqual([join(folder, "layers")]);
  });

  it("makes ids of names and files, takes io.json for a case, and passes over other JSON", async () => {
    await mkdir(join(folder, "models/tiny"), { recursive: true });
    await writeFile(join(folder, "models/tiny/io.json"), JSON.stringify({ kind: "model", inputs: [] }));
    await writeFile(join(folder, "models/tiny/config.json"), JSON.stringify({ class_name: "Sequential" }));
    await writeFile(join(folder, "losses.json"), JSON.stringify({ kind: "training", cases: [{ name: "loss:mse" }] }));
    await writeFile(join(folder, "index.json"), JSON.stringify({ kind: "hostile", cases: [{ file: "zip/a.keras" }] }));
    const set = { loader: "imdb", function: "load_data" };
    await writeFile(join(folder, "expected.json"), JSON.stringify({ kind: "datasets", cases: [set, set] }));
    await using found = await CaseFiles.find(folder);
    const ids = found.files.flatMap(({ kind, cases }) => cases.map(({ id }) => `${kind} ${id}`));
    expect(ids.sort()).toEqual([
      "datasets imdb.load_data/0",
      "datasets imdb.load_data/1",
      "hostile zip/a.keras",
      "model tiny",
      "training losses/loss:mse",
    ]);
  });
});

describe("selects", () => {
  const file = { kind: "layer", path: "/c/layers/Dense.json", folder: "/c/layers", cases: [] };
  it("goes by kind, file, id, or kind and id", () => {
    const picks = (glob: string) => selects(globToRegExp(glob), file, "Dense/relu.1");
    expect(["layer", "Dense", "Dense/*", "layer/Dense/*", "**/relu.?", "layers/Dense.json"].map(picks)).not.toContain(
      false,
    );
    expect(["*", "Dens?/relu", "layers", "Dense/reluX1", "ops"].map(picks)).toEqual([true, false, false, false, false]);
  });
});

describe("tar", () => {
  it("gives back the files that were packed", () => {
    const files = [
      { name: "a/one.bin", bytes: Buffer.from([1, 2, 3]) },
      { name: "a/empty", bytes: Buffer.alloc(0) },
      { name: "b/ü.txt", bytes: Buffer.alloc(1025, "x") },
    ];
    const read = filesOf(gzipSync(tar(files)));
    expect([...read].map(([name, bytes]) => [name, Buffer.from(bytes)])).toEqual(
      files.map(({ name, bytes }) => [name, bytes]),
    );
    expect(() => tar([{ name: "x".repeat(101), bytes: Buffer.alloc(0) }])).toThrow("is longer than 100 bytes");
  });
});
