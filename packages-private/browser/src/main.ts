// Trains in Chromium: in a page and in a worker, from bundles. The packages must be built.
//   node packages-private/browser/src/main.ts
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Outcome } from "./app/program.ts";
import { withEsbuild, withVite } from "./bundles.ts";
import { outcomeOf, requireChromium, startChromium } from "./chromium.ts";
import { serve } from "./serve.ts";

const executable = requireChromium();

function checkTraining(outcome: unknown): string {
  const { accuracy, epochs, losses, digits, labels, bytes, sameAfterLoading, aborted, tensorsLeft, milliseconds } =
    outcome as Outcome;
  assert.equal(epochs, 3);
  assert.ok(losses[2]! < losses[0]!, `losses must fall: ${losses}`);
  assert.ok(accuracy > 0.95, `accuracy ${accuracy}`);
  assert.ok(digits.filter((digit, i) => digit === labels[i]).length >= 8, `digits ${digits}, labels ${labels}`);
  assert.ok(bytes > 900_000, `the model has ${bytes} bytes`); // 240,000 weights and Adam's two slots, float32
  assert.ok(sameAfterLoading, "the loaded model must predict the same");
  assert.equal(aborted, "stopped by the user");
  assert.equal(tensorsLeft, 0);
  return `accuracy ${(100 * accuracy).toFixed(1)} % in ${(milliseconds / 1000).toFixed(1)} s`;
}
function checkFamily(outcome: unknown): string {
  const { y, names } = outcome as { y: number[]; names: number };
  assert.deepEqual(y, [0, 2]);
  assert.ok(names > 40);
  return `${names} names`;
}

const cases: [title: string, page: string, check: (outcome: unknown) => string][] = [
  ["a page, bundled by Vite", "vite/page", checkTraining],
  ["a worker, bundled by Vite", "vite/with-worker", checkTraining],
  ["a page, bundled by esbuild", "esbuild/page", checkTraining],
  ["import * as keras, bundled by Vite", "vite/whole-family", checkFamily],
];

const folder = mkdtempSync(join(tmpdir(), "hornbeam-browser-"));
let failed = 0;
try {
  const pages = { ...(await withVite(folder)), ...(await withEsbuild(folder)) };
  await using server = await serve(folder, pages);
  await using browser = await startChromium(executable);
  for (const [title, page, check] of cases) {
    try {
      console.log(`ok   ${title}: ${check(await outcomeOf(browser.context, `${server.url}/${page}.html`))}`);
    } catch (error) {
      failed++;
      console.log(`FAIL ${title}\n${(error as Error).message}`);
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${cases.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
