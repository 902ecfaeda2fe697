// The live example of the built site: trains, is stopped, draws. Saves pictures of it where it is told to.
//   node packages-private/browser/src/docs.ts [FOLDER FOR SCREENSHOTS]
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { requireChromium, startChromium, watch } from "./chromium.ts";
import { serve } from "./serve.ts";

const site = fileURLToPath(new URL("../../../apps/docs/.vitepress/dist/", import.meta.url));
if (!existsSync(site)) {
  console.error("The site must be built: npm run docs");
  process.exit(1);
}
const pictures = process.argv[2];
const executable = requireChromium();
await using server = await serve(site);
await using browser = await startChromium(executable);
const page = await browser.context.newPage();
const problems = watch(page, server.url);
const shot = async (name: string): Promise<void> => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`), fullPage: true });
};

let failed = 0;
const trial = async (title: string, body: () => Promise<void>): Promise<void> => {
  try {
    await body();
    assert.deepEqual(problems, []);
    console.log(`ok   ${title}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${title}\n${(error as Error).message}\n${problems.splice(0).join("\n")}`);
  }
};
const status = page.locator(".live .status");
const points = async (): Promise<number> =>
  ((await page.locator(".loss-chart polyline").getAttribute("points")) ?? "").split(" ").length;

await trial("the page trains when it is told to, and draws what it has learnt", async () => {
  await page.goto(`${server.url}/`);
  await page.getByRole("combobox").selectOption("1");
  await shot("before");
  await page.getByRole("button", { name: "Train" }).click();
  await status.filter({ hasText: "Done" }).waitFor({ timeout: 120_000 });
  const accuracy = Number(/([\d.]+) % of 1000 digits/.exec((await status.textContent()) ?? "")?.[1]);
  assert.ok(accuracy > 85, `accuracy ${accuracy} %`);
  assert.equal(await points(), 64, "a point a step");
  assert.equal(await page.locator(".pictures svg").count(), 2);
  assert.equal(await page.locator("tbody tr").first().locator("td").first().textContent(), "1");
  await shot("after");
});
await trial("it stops when it is told to, and can train again", async () => {
  await page.getByRole("combobox").selectOption("10");
  await page.getByRole("button", { name: "Train again" }).click();
  await status.filter({ hasText: /Step [1-9]/ }).waitFor({ timeout: 60_000 });
  await page.getByRole("button", { name: "Stop" }).click();
  await status.filter({ hasText: "Stopped" }).waitFor({ timeout: 30_000 });
  assert.ok((await points()) < 640);
});
await trial("it fits a telephone, and is dark for those who want it", async () => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 390, height: 844 });
  const overflow = await page.evaluate("document.documentElement.scrollWidth - window.innerWidth");
  assert.ok((overflow as number) <= 0, `the page is ${overflow} pixels too wide`);
  await shot("telephone");
});
await trial("the reference opens at a class", async () => {
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.goto(`${server.url}/api/layers.html#Dense`);
  await page.locator("#Dense").waitFor();
  assert.ok(await page.locator("table", { hasText: "kernelInitializer" }).first().isVisible());
  if (pictures) await page.screenshot({ path: join(pictures, "reference.png") });
});
console.log(`${4 - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
