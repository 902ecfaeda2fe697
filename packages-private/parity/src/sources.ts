import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));
let files: Map<string, string> | undefined;

/** The source file that declares an exported function, without its comments; empty if none does. */
export function declarationOf(name: string): string {
  files ??= declarations();
  return files.get(name) ?? "";
}

function declarations(): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of globSync("*/src/**/*.ts", { cwd: packages })) {
    if (path.endsWith(".test.ts")) continue;
    const text = readFileSync(`${packages}${path}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
    for (const [, name] of text.matchAll(/^export (?:async )?(?:function\*?|const) (\w+)/gm)) found.set(name!, text);
  }
  return found;
}
