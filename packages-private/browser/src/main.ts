// Trains in browsers: in a page and in a worker, from bundles. The packages must be built.
//   node packages-private/browser/src/main.ts [--browsers chromium,firefox,webkit] [--pictures FOLDER]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { browsersOf, presentBrowsers, startBrowser } from "./browsers.ts";
import { withEsbuild, withVite } from "./bundles.ts";
import { type Case, casesOf, isolated } from "./checks.ts";
import { serve } from "./serve.ts";
import { type Browser, outcomeOf } from "./tab.ts";

const { values } = parseArgs({ options: { browsers: { type: "string" }, pictures: { type: "string" } } });
const present = presentBrowsers(browsersOf(values.browsers ?? "chromium,firefox"));
let passed = 0;
let failed = present.failed;

async function run(browser: Browser, url: string, [title, page, check]: Case): Promise<void> {
  const [path, query = ""] = page.split("?");
  const picture = (png: Uint8Array): void =>
    writeFileSync(join(values.pictures!, `${browser.title} ${title}.png`.replaceAll(/[ ,:*]+/g, "-")), png);
  try {
    const visit = { handBack: path === "vite/files", ...(values.pictures && { picture }) };
    console.log(`ok   ${title}: ${check(await outcomeOf(browser, `${url}/${path}.html?${query}`, visit))}`);
    passed++;
  } catch (error) {
    failed++;
    console.log(`FAIL ${title}\n${(error as Error).message}`);
  }
}

if (present.here.length > 0) {
  const folder = mkdtempSync(join(tmpdir(), "hornbeam-browser-"));
  try {
    const pages = { ...(await withVite(folder)), ...(await withEsbuild(folder)) };
    await using server = await serve(folder, pages, isolated);
    for (const name of present.here) {
      // WebKit's GTK port has shared memory for all pages or for none: those that are not isolated must do without
      for (const shared of name === "webkit" ? [false, true] : [undefined]) {
        await using browser = await startBrowser(name, shared);
        console.log(browser.title);
        for (const each of casesOf(name === "webkit"))
          if (shared === undefined || shared === isolated.includes(each[1])) await run(browser, server.url, each);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
