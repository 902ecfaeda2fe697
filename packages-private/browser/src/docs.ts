// The live example of the built site: trains, is stopped, draws. Saves pictures of it where it is told to.
//   node packages-private/browser/src/docs.ts [--browsers chromium,firefox] [--pictures FOLDER]
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type BrowserName, browsersOf, findBrowser, presentBrowsers } from "./browsers.ts";
import { startPuppeteer, watch } from "./puppeteer.ts";
import { serve } from "./serve.ts";

const site = fileURLToPath(new URL("../../../apps/docs/.vitepress/dist/", import.meta.url));
if (!existsSync(site)) {
  console.error("The site must be built: npm run docs");
  process.exit(1);
}
const { values } = parseArgs({ options: { browsers: { type: "string" }, pictures: { type: "string" } } });
const present = presentBrowsers(browsersOf(values.browsers ?? "chromium,firefox"));
let passed = 0;
let failed = present.failed;

await using server = await serve(site);
for (const name of present.here) await visit(name);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function visit(name: BrowserName): Promise<void> {
  if (name === "webkit") throw new Error("Cannot press buttons in WebKit: choose chromium or firefox");
  await using browser = await startPuppeteer(name, findBrowser(name)!);
  console.log(browser.title);
  const page = await browser.newPage();
  page.setDefaultTimeout(120_000);
  const problems: string[] = [];
  watch(page, server.url, problems);

  const shot = async (title: string, fullPage = true): Promise<void> => {
    if (values.pictures) await page.screenshot({ path: join(values.pictures, `${name}-${title}.png`), fullPage });
  };
  const trial = async (title: string, body: () => Promise<void>): Promise<void> => {
    try {
      await body();
      assert.deepEqual(problems, []);
      console.log(`ok   ${title}`);
      passed++;
    } catch (error) {
      failed++;
      console.log(`FAIL ${title}\n${(error as Error).message}\n${problems.splice(0).join("\n")}`);
    }
  };
  const press = (label: string): Promise<void> =>
    page.locator(`.live ::-p-aria([name="${label}"][role="button"])`).click();
  const status = (text: RegExp): Promise<string> =>
    page
      .locator(".live .status")
      .filter(new Function("element", `return ${text}.test(element.textContent)`) as never)
      .map((element) => element.textContent ?? "")
      .wait();
  const textsOf = (selector: string): Promise<string[]> =>
    page.$$eval(selector, (elements) => elements.map((element) => element.textContent ?? ""));
  const points = (): Promise<number> =>
    page.$eval(".loss-chart polyline", (line) => (line.getAttribute("points") ?? "").split(" ").length);

  await trial("the page trains when it is told to, and draws what it has learnt", async () => {
    await page.goto(`${server.url}/`);
    await page.locator(".live select").wait();
    await page.select(".live select", "1");
    await shot("before");
    await press("Train");
    const accuracy = Number(/([\d.]+) % of 1000 digits/.exec(await status(/Done/))?.[1]);
    assert.ok(accuracy > 85, `accuracy ${accuracy} %`);
    assert.equal(await points(), 64, "a point a step");
    assert.equal((await page.$$(".pictures svg")).length, 2);
    assert.equal((await textsOf("tbody tr:first-of-type td"))[0], "1");
    await shot("after");
  });
  await trial("it stops when it is told to, and can train again", async () => {
    await page.select(".live select", "10");
    await press("Train again");
    await status(/Step [1-9]/);
    await press("Stop");
    await status(/Stopped/);
    assert.ok((await points()) < 640);
  });
  await trial(
    name === "chromium" ? "it fits a telephone, and is dark for those who want it" : "it fits a telephone",
    async () => {
      // only the protocol of Chromium has this
      if (name === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "dark" }]);
      await page.setViewport({ width: 390, height: 844 });
      const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
      assert.ok((overflow as number) <= 0, `the page is ${overflow} pixels too wide`);
      await shot("telephone");
    },
  );
  await trial("the reference opens at a class", async () => {
    if (name === "chromium") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
    await page.setViewport({ width: 1280, height: 900 });
    await page.goto(`${server.url}/api/layers.html#Dense`);
    await page.locator("#Dense").wait();
    assert.ok((await textsOf("table")).some((text) => text.includes("kernelInitializer")));
    await shot("reference", false);
  });
}
