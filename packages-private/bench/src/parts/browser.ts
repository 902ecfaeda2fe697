import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { presentBrowsers, startBrowser, titleOf } from "@hornbeam/browser/browsers";
import { pageOf } from "@hornbeam/browser/bundles";
import { serve } from "@hornbeam/browser/serve";
import { outcomeOf } from "@hornbeam/browser/tab";
import { build } from "esbuild";
import { median, quantile } from "../statistics.ts";
import { workloads } from "../workloads/index.ts";
import type { Figure, Plan } from "./part.ts";

const here = (file: string): string => fileURLToPath(new URL(`../browser/${file}`, import.meta.url));
const require = createRequire(import.meta.url);

/** Milliseconds of a training step in browsers: in a worker of a page that is cross-origin isolated. */
export async function inBrowser(plan: Plan): Promise<void> {
  const { here } = presentBrowsers(plan.browsers);
  if (here.length === 0) return;
  const folder = mkdtempSync(join(tmpdir(), "hornbeam-bench-browser-"));
  try {
    await bundle(folder);
    await using server = await serve(folder, { page: pageOf("/app/page.js") }, ["page"]);
    for (const workload of plan.only) {
      const figures: Figure[] = [];
      for (const name of here) {
        // one at a time: what another does while it rests would be measured, too
        await using browser = await startBrowser(name);
        for (const threads of plan.threads) {
          const query = new URLSearchParams({ workload, threads: `${threads}`, rounds: `${plan.rounds}` });
          const contestant = `Hornbeam in ${titleOf(name)}, ${threads} thread${threads === 1 ? "" : "s"}`;
          const base = { part: "browser", workload, contestant };
          try {
            const url = `${server.url}/page.html?${query}`;
            const ms = (await outcomeOf(browser, url, { timeout: 300_000 })) as number[];
            figures.push({ ...base, median: median(ms), p10: quantile(ms, 0.1) });
          } catch (error) {
            figures.push({ ...base, median: null, p10: null, failure: (error as Error).message });
          }
        }
      }
      plan.report(`${workloads[workload]!.title}, in a worker of a page`, "ms a step", figures);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function bundle(folder: string): Promise<void> {
  await build({
    entryPoints: [here("page.ts"), here("worker.ts")],
    outdir: join(folder, "app"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["@hornbeam/source"],
    logLevel: "error",
  });
  const kernels = dirname(require.resolve("@hornbeam/kernels/package.json"));
  cpSync(join(kernels, "vendor"), join(folder, "vendor"), { recursive: true });
}
