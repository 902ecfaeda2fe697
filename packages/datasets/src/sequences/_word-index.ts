import { ConfigError, refusal } from "@hornbeam/core";
import { getFile } from "@hornbeam/utils";
import { checkOptions } from "../_options.ts";
import { type FetchOptions, fetchOptions, type Source } from "../_source.ts";

/** Numbers of words out of the JSON file that a source names. */
export async function wordIndexFrom({ origin, fileHash }: Source, options: FetchOptions): Promise<Map<string, number>> {
  checkOptions("load a word index", options, fetchOptions);
  const { path, signal, onProgress } = options;
  const file = await getFile({ fname: path, origin, fileHash, signal, onProgress });
  const action = `load a word index from ${JSON.stringify(file.name)}`;
  const refuse = (received: unknown): ConfigError =>
    refusal(ConfigError, { action, expected: "it must be a JSON object of whole numbers", received });
  let index: unknown;
  try {
    index = JSON.parse(new TextDecoder().decode(await file.bytes()));
  } catch (error) {
    throw refuse((error as Error).message);
  }
  if (typeof index !== "object" || index === null || Array.isArray(index)) throw refuse(index);
  // words such as "constructor" are names of what every object has: a Map has none of its own
  const words = new Map<string, number>(Object.entries(index));
  for (const number of words.values()) if (!Number.isSafeInteger(number)) throw refuse(number);
  return words;
}
