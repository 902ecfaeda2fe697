import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));
let files: Map<string, string> | undefined;

/**
 * The source file that declares an exported function, with those beside it whose types it imports, without comments; empty if
 * none does.
 */
export function declarationOf(name: string): string {
  files ??= declarations();
  return files.get(name) ?? "";
}

function declarations(): Map<string, string> {
  const found = new Map<string, string>();
  for (const path of globSync("*/src/**/*.ts", { cwd: packages })) {
    if (path.endsWith(".test.ts")) continue;
    const text = textOf(path);
    const names = [...text.matchAll(/^export (?:async )?(?:function\*?|const) (\w+)/gm)];
    if (names.length === 0) continue;
    const beside = [...text.matchAll(/from "\.\/(_[^"]+)"/g)].map(([, file]) => textOf(join(dirname(path), file!)));
    for (const [, name] of names) found.set(name!, [text, ...beside].join("\n"));
  }
  return found;
}

function textOf(path: string): string {
  return readFileSync(`${packages}${path}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
