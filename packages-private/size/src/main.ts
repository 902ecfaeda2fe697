// What a page downloads, minified and gzipped, against budgets.json. The packages must be built.
//   node packages-private/size/src/main.ts
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build, type Metafile } from "esbuild";

interface Budget {
  /** Kilobytes (1,000 bytes) of scripts that a page needs before anything runs, minified and gzipped. */
  readonly initial: number;
  /** What it buys, and why no less. */
  readonly reason: string;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const budgets = JSON.parse(readFileSync(here("budgets.json"), "utf8")) as Record<string, Budget>;
const apps = readdirSync(here("apps")).map((file) => file.replace(/\.ts$/, ""));

let failed = 0;
console.log(
  `${"kB, gzipped".padEnd(12)}${"minified".padStart(10)}${"initial".padStart(9)}${"budget".padStart(8)}${"lazy".padStart(7)}`,
);
for (const app of apps) {
  const sizes = await measure(app);
  const budget = budgets[app];
  const good = budget !== undefined && sizes.initial <= budget.initial;
  if (!good) failed++;
  const numbers = [sizes.minified, sizes.initial, budget?.initial ?? 0, sizes.lazy].map((size) => Math.round(size));
  const [minified, initial, limit, lazy] = numbers.map(String);
  console.log(
    `${app.padEnd(12)}${minified!.padStart(10)}${initial!.padStart(9)}${limit!.padStart(8)}${lazy!.padStart(7)}  ${good ? "ok" : "OVER BUDGET"}: ${budget?.reason ?? "it has no budget"}`,
  );
}
for (const app of Object.keys(budgets)) if (!apps.includes(app)) failed++;
const wasm = gzipSync(readFileSync(here("../../../packages/kernels/vendor/tfjs-backend-wasm-simd.wasm")), { level: 9 });
console.log(`To each comes the WASM backend, ${Math.round(wasm.length / 1000)} kB gzipped, compiled while it loads.`);
console.log(`${apps.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function measure(app: string): Promise<{ minified: number; initial: number; lazy: number }> {
  const { metafile, outputFiles } = await build({
    entryPoints: [here(`apps/${app}.ts`)],
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    outdir: here("dist"),
    write: false,
    metafile: true,
    legalComments: "none",
  });
  const needed = reachable(metafile);
  const size = { minified: 0, initial: 0, lazy: 0 };
  for (const { path, contents } of outputFiles) {
    const zipped = gzipSync(contents, { level: 9 }).length / 1000;
    const initial = [...needed].some((name) => path.replaceAll("\\", "/").endsWith(name));
    if (initial) {
      size.initial += zipped;
      size.minified += contents.length / 1000;
    } else size.lazy += zipped;
  }
  return size;
}

/** The entry and everything that it imports at once, not by `import()`. */
function reachable({ outputs }: Metafile): Set<string> {
  const entry = Object.keys(outputs).find((name) => outputs[name]!.entryPoint?.includes("/apps/"))!;
  const found = new Set<string>();
  const visit = (name: string): void => {
    if (found.has(name)) return;
    found.add(name);
    for (const { path, kind } of outputs[name]?.imports ?? []) if (kind === "import-statement") visit(path);
  };
  visit(entry);
  return found;
}
