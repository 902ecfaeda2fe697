// Builds the package in the current folder: one JavaScript module and one declaration file a source file.
import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
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
      rootDir: resolve(here, "src"), outDir: resolve(here, "dist"),
      declaration: true, declarationMap: true, sourceMap: true,
    },
    include: [resolve(here, "src")],
    exclude: [resolve(here, "src/**/*.test.ts")],
  }),
);
const tsc = createRequire(import.meta.url).resolve("typescript/package.json").replace("package.json", "bin/tsc");
const { status } = spawnSync(process.execPath, [tsc, "-p", config], { stdio: "inherit" });
process.exit(status ?? 1);
