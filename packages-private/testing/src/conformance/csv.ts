import { readFile } from "node:fs/promises";
import type { Checks } from "./checks.ts";
import type { Tolerance } from "./compare.ts";

interface CallbackConfig {
  readonly class_name: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** Compares the file of a CSVLogger with the stored one: the header to the letter, the rows as numbers. */
export async function compareCsv(
  checks: Checks,
  where: string,
  callbacks: readonly CallbackConfig[],
  want: string,
  tolerance: Tolerance,
): Promise<void> {
  const logger = callbacks.find(({ class_name }) => class_name === "CSVLogger");
  const text = await readFile(String(logger?.config["filename"]), "utf8");
  const [got, wanted] = [parse(text), parse(want)];
  checks.json(`${where} header`, got.header, wanted.header);
  checks.structure(`${where} rows`, got.rows, wanted.rows, tolerance);
  checks.holds(where, text.endsWith("\n") === want.endsWith("\n"), "the last line ends differently");
}

function parse(text: string): { header: string; rows: (number | string)[][] } {
  const [header = "", ...lines] = text.trimEnd().split(/\r?\n/);
  return { header, rows: lines.map((line) => line.split(",").map(cellOf)) };
}

function cellOf(cell: string): number | string {
  return cell !== "" && !Number.isNaN(Number(cell)) ? Number(cell) : cell;
}
