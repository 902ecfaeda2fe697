import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Signatures } from "./keras-call.ts";

/** Where the project keeps the cases that it replays. */
export const ownCases = fileURLToPath(new URL("../../../../conformance", import.meta.url));

/** Names of the parameters of Keras' functions and constructors. */
export async function signatures(): Promise<Signatures> {
  return JSON.parse(await readFile(`${ownCases}/signatures.json`, "utf8")) as Signatures;
}
