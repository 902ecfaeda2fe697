import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { KerasError, NDArray } from "@hornbeam/core";
import type { Checks } from "../checks.ts";
import { datasetLoader, type SourceFile } from "../dataset-loaders.ts";
import { mapTensors } from "../host.ts";
import { caseOutcome } from "../replay-case.ts";
import { slicesAlong } from "../statistics.ts";
import { inEmptyFolder } from "../temporary-folder.ts";
import { decodeArray, isEncodedTensor } from "../values.ts";
import type { Replayer } from "./replayer.ts";

/** `keras.datasets.<loader>.<function>` on small files of the formats that it downloads. */
export const datasets: Replayer = (testCase, context) =>
  caseOutcome("datasets", testCase, context, (checks) =>
    inEmptyFolder(async (folder) => {
      const { loader, function: called, files, args } = testCase as unknown as DatasetCase;
      const load = await datasetLoader(context.packages, loader, called);
      const sources = await Promise.all(files.map((name) => place(context.folder, folder, name)));
      const home = process.env["KERAS_HOME"];
      process.env["KERAS_HOME"] = folder;
      let got: unknown;
      try {
        got = await load(sources, args);
      } catch (error) {
        if (!("raises" in testCase)) throw error;
        checks.holds("error", error instanceof KerasError, `not one of the typed errors: ${String(error)}`);
        return;
      } finally {
        if (home === undefined) delete process.env["KERAS_HOME"];
        else process.env["KERAS_HOME"] = home;
      }
      if ("raises" in testCase) checks.fail(`refuses nothing, wanted ${String(testCase["raises"])}`);
      else compare(checks, "returns", got, testCase["returns"], testCase["dtypes"] as unknown);
    }),
  );

interface DatasetCase {
  readonly loader: string;
  readonly function: string;
  readonly files: readonly string[];
  readonly args: Readonly<Record<string, unknown>>;
}

/** Puts a file where the loader's cache is. */
async function place(from: string, home: string, name: string): Promise<SourceFile> {
  const path = join(home, "datasets", name);
  await mkdir(dirname(path), { recursive: true });
  await copyFile(join(from, name), path);
  const fileHash = createHash("sha256")
    .update(await readFile(path))
    .digest("hex");
  return { name, path, fileHash };
}

function compare(checks: Checks, where: string, got: unknown, want: unknown, dtypes: unknown): void {
  const encoded = want as { $bytes?: Digest; $sums?: Sums };
  if (isEncodedTensor(want)) {
    const wanted = decodeArray(want);
    checks.structure(where, got, want, { atol: 0, rtol: 1e-6 });
    if (typeof dtypes === "string") checks.json(`${where} dtype`, (got as NDArray | undefined)?.dtype, dtypes);
    checks.json(`${where} shape`, (got as NDArray | undefined)?.shape, wanted.shape);
  } else if (isObject(want) && encoded.$bytes) compareBytes(checks, where, got, encoded.$bytes);
  else if (isObject(want) && encoded.$sums) compareSums(checks, where, got, encoded.$sums);
  else if (Array.isArray(want) && Array.isArray(dtypes)) {
    checks.json(`${where} parts`, Array.isArray(got) ? got.length : String(got), want.length);
    for (const [i, part] of want.entries()) compare(checks, `${where}[${i}]`, (got as unknown[])[i], part, dtypes[i]);
  } else checks.json(where, plain(got), want);
}

interface Digest {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly sum: number;
  readonly sums: readonly number[];
  readonly sha256: string;
}
interface Sums {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

function compareBytes(checks: Checks, where: string, got: unknown, want: Digest): void {
  if (!(got instanceof NDArray)) return void checks.fail(`${where}: ${String(got)}, wanted an array`);
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const sums = slicesAlong(got, 0).map(total);
  const sha256 = createHash("sha256")
    .update(got.data as Uint8Array)
    .digest("hex");
  checks.json(where, { dtype: got.dtype, shape: got.shape, sum: total(sums), sums, sha256 }, want);
}

function compareSums(checks: Checks, where: string, got: unknown, want: Sums): void {
  if (!(got instanceof NDArray)) return void checks.fail(`${where}: ${String(got)}, wanted an array`);
  checks.json(where, { dtype: got.dtype, shape: got.shape }, { dtype: want.dtype, shape: want.shape });
  const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
  const near = { atol: 1e-5, rtol: 1e-5 };
  checks.structure(`${where} rows`, slicesAlong(got.slice(0, want.rows.length), 0).map(total), want.rows, near);
  checks.structure(`${where} columns`, slicesAlong(got, 1).map(total), want.columns, near);
}

/** Lists of numbers, however they are held; maps as objects. */
function plain(value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof NDArray) return value.toArray();
  if (ArrayBuffer.isView(value)) return Array.from(value as Int32Array, Number);
  return Array.isArray(value) || isObject(value)
    ? mapTensors(value, (leaf) => (leaf === value ? leaf : plain(leaf)))
    : value;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
