import { globSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));
let files: Map<string, readonly (readonly [path: string, text: string])[]> | undefined;

/**
 * The source files that declare an exported function, with those beside them whose types they import and those that declare
 * their options, without comments; empty if none does. Of several only those in a folder or file of the module's name count.
 */
export function declarationOf(name: string, module: string): string {
  files ??= declarations();
  const text = textsOf(name, module);
  const options = [...text.matchAll(/\b(\w+Options)\b|OptionsOf<typeof (\w+)>/g)].map(
    ([, type, Class]) => type ?? Class!,
  );
  return [text, ...[...new Set(options)].map((each) => textsOf(each, module))].join("\n");
}

function textsOf(name: string, module: string): string {
  const all = files!.get(name) ?? [];
  const folder = `/${module.split(".").at(-1)!.replaceAll("_", "-")}`;
  const near = all.filter(([path]) => path.includes(folder));
  return (near.length > 0 ? near : all).map(([, text]) => text).join("\n");
}

function declarations(): NonNullable<typeof files> {
  const found = new Map<string, (readonly [string, string])[]>();
  for (const path of globSync("*/src/**/*.ts", { cwd: packages })) {
    if (path.endsWith(".test.ts")) continue;
    const text = textOf(path);
    const names = [...text.matchAll(/^export (?:async |abstract )?(?:function\*?|const|interface|type|class) (\w+)/gm)];
    if (names.length === 0) continue;
    const beside = [...text.matchAll(/from "\.\/(_[^"]+)"/g)].map(([, file]) => textOf(join(dirname(path), file!)));
    for (const [, name] of names) {
      found.set(name!, [...(found.get(name!) ?? []), [path, [text, ...beside].join("\n")]]);
    }
  }
  return found;
}

function textOf(path: string): string {
  return readFileSync(`${packages}${path}`, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
