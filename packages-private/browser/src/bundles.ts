import { cpSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import { build } from "vite";

const require = createRequire(import.meta.url);
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** An HTML page that runs a module. */
export const pageOf = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><title>test</title><body><script src="/problems.js"></script><script type="module" src="${script}"></script>`;

/** Bundles the programs in `app/` with Vite, as it comes: no option about WebAssembly. Gives the pages that run them. */
export async function withVite(folder: string): Promise<Record<string, string>> {
  const threads = ["threads", "threads-in-worker", "threads-by-themselves", "isolated", "not-isolated"];
  const names = ["page", "with-worker", "whole-family", "files", ...threads];
  // one build each: pages that share chunks would run each other's programs
  for (const name of names) {
    await build({
      configFile: false,
      root: here("app"),
      base: `/vite/${name}/`,
      logLevel: "error",
      worker: { format: "es" },
      build: {
        outDir: join(folder, "vite", name),
        emptyOutDir: true,
        target: "es2022",
        chunkSizeWarningLimit: 10_000,
        rollupOptions: { input: here(`app/${name}.ts`), output: { entryFileNames: "main.js" } },
      },
    });
  }
  return Object.fromEntries(names.map((name) => [`vite/${name}`, pageOf(`/vite/${name}/main.js`)]));
}

/** Bundles the same with esbuild, which leaves files that are named by URL where they are: they are copied. */
export async function withEsbuild(folder: string): Promise<Record<string, string>> {
  const names = ["page", "worker"];
  await esbuild.build({
    entryPoints: names.map((name) => here(`app/${name}.ts`)),
    outdir: join(folder, "esbuild/app"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    logLevel: "error",
  });
  const packageFolder = (name: string): string => dirname(require.resolve(`${name}/package.json`));
  cpSync(join(packageFolder("@hornbeam/kernels"), "vendor"), join(folder, "esbuild/vendor"), { recursive: true });
  cpSync(join(packageFolder("@hornbeam/datasets"), "assets"), join(folder, "assets"), { recursive: true });
  return { "esbuild/page": pageOf("/esbuild/app/page.js") };
}
