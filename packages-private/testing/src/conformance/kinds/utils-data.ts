import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Checks } from "../checks.ts";
import { type Context, callKeras, decodeArguments } from "../context.ts";
import { toHost } from "../host.ts";
import type { Case } from "../replay-case.ts";
import { inEmptyFolder } from "../temporary-folder.ts";
import { toleranceOf } from "../tolerance.ts";

export type Special = (testCase: Case, context: Context, checks: Checks) => void | Promise<void>;
type Elements = AsyncIterable<unknown> | Iterable<unknown>;

/** Functions that give or take data sets. */
export const dataSetUtils: Readonly<Record<string, Special>> = {
  async timeseries_dataset_from_array(testCase, context, checks) {
    const dataset = (await call(testCase, context)) as Elements;
    checks.structure("output", (await collect(dataset)).map(batchOf), testCase["output"], toleranceOf(testCase));
  },
  async split_dataset(testCase, context, checks) {
    const args = decodeArguments(context, testCase["args"]) as unknown[];
    const kwargs = decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>;
    const parts = (await callKeras(context, "utils.split_dataset", args, kwargs)) as readonly [Elements, Elements];
    const [left, right] = [await collect(parts[0]), await collect(parts[1])];
    checks.structure("output", { left, right }, testCase["output"], toleranceOf(testCase));
  },
  async text_dataset_from_directory(testCase, context, checks) {
    await inEmptyFolder(async (folder) => {
      for (const [name, text] of Object.entries(testCase["files"] as Record<string, string>)) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text);
      }
      const kwargs = testCase["kwargs"] as Record<string, unknown>;
      const dataset = await callKeras(context, "utils.text_dataset_from_directory", [folder], kwargs);
      checks.structure(
        "output",
        (await collect(dataset as Elements)).map(batchOf),
        testCase["output"],
        toleranceOf(testCase),
      );
      if (!("classNames" in testCase)) return;
      checks.json("classNames", (dataset as { readonly classNames?: unknown }).classNames, testCase["classNames"]);
    });
  },
  // a tuple and a list are the same here: what the case says of the difference has no bearing
  pack_x_y_sample_weight: plainCall,
  unpack_x_y_sample_weight: plainCall,
};

async function plainCall(testCase: Case, context: Context, checks: Checks): Promise<void> {
  checks.structure("output", toHost(await call(testCase, context)), testCase["output"], toleranceOf(testCase));
}

function call(testCase: Case, context: Context): unknown {
  const args = decodeArguments(context, testCase["args"]) as unknown[];
  const kwargs = decodeArguments(context, testCase["kwargs"]) as Record<string, unknown>;
  return callKeras(context, `utils.${String(testCase["name"])}`, args, kwargs);
}

async function collect(dataset: Elements): Promise<unknown[]> {
  const elements: unknown[] = [];
  for await (const element of dataset) elements.push(toHost(element));
  return elements;
}

/** A batch as the cases write it: `x`, and `y` where there are targets. */
function batchOf(element: unknown): unknown {
  if (!Array.isArray(element)) return { x: element };
  return element.length > 1 && element[1] !== null && element[1] !== undefined ? { x: element[0], y: element[1] } : { x: element[0] }; // biome-ignore format: one line
}
