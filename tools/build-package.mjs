// Builds the package in the current folder: one JavaScript module and one declaration file a source file.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const here = process.cwd();
const cache = resolve(here, "node_modules/.cache");
mkdirSync(cache, { recursive: true });
rmSync(resolve(here, "dist"), { recursive: true, force: true });
const config = resolve(cache, "tsconfig.build.json");
writeFileSync(
  config,
  JSON.stringify({
    extends: resolve(here, "../../tsconfig.base.json"),
    compilerOptions: {
      rootDir: resolve(here, "src"),
      outDir: resolve(here, "dist"),
      declaration: true,
      declarationMap: true,
      sourceMap: true,
    },
    include: [resolve(here, "src")],
    exclude: [resolve(here, "src/**/*.test.ts"), resolve(here, "src/**/fixtures")],
  }),
);
const tsc = createRequire(import.meta.url)
  .resolve("typescript/package.json")
  .replace("package.json", "bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", config], { stdio: "inherit" });
if (status !== 0) process.exit(status ?? 1);

// the compiler leaves `./x.ts` in declarations; the same length, so that the maps stay right
const dist = resolve(here, "dist");
for (const name of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".d.ts")) continue;
  const text = readFileSync(resolve(dist, name), "utf8");
  writeFileSync(resolve(dist, name), text.replace(/(\bfrom "|\bimport\(")(\.[^"\n]*)\.ts"/g, '$1$2.js"'));
}
copyFileSync(resolve(here, "../../LICENSE"), resolve(here, "LICENSE"));
