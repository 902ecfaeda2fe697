import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Where a Chromium is; `$CHROMIUM` says so if it is not in the usual places. */
export function findChromium(): string | undefined {
  return [process.env["CHROMIUM"] ?? "", ...places].find((path) => path !== "" && existsSync(path));
}

/** Where Chromium is; ends the program where there is none, as failed on machines that test every change. */
export function requireChromium(): string {
  const executable = findChromium();
  if (executable !== undefined) return executable;
  const hint = "install it (apt-get install chromium), or name it in $CHROMIUM";
  const ci = Boolean(process.env["CI"]);
  console.log(ci ? `There is no Chromium: ${hint}` : `NOT RUN: there is no Chromium; to test in a browser, ${hint}`);
  console.log(`0 passed, ${ci ? 1 : 0} failed`);
  process.exit(ci ? 1 : 0);
}

/** A started browser with an empty profile. */
export interface Started extends AsyncDisposable {
  readonly context: BrowserContext;
}

export async function startChromium(executablePath: string): Promise<Started> {
  const profile = mkdtempSync(join(tmpdir(), "hornbeam-chromium-"));
  const context = await chromium.launchPersistentContext(profile, { executablePath, args: flags, headless: true });
  return {
    context,
    async [Symbol.asyncDispose]() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/**
 * Opens a page and gives `globalThis.outcome` as soon as there is one.
 *
 * @throws {Error} with everything that the console said, when an error shows there, a file is missing, another host is
 * asked, or the time is up.
 */
export async function outcomeOf(
  context: BrowserContext,
  url: string,
  { timeout = 120_000, prepare }: { timeout?: number; prepare?: (page: Page) => void } = {},
): Promise<unknown> {
  const page = await context.newPage();
  prepare?.(page);
  const errors = watch(page, url);
  try {
    await page.goto(url);
    const end = performance.now() + timeout;
    while (performance.now() < end && errors.length === 0) {
      // a page that is busy does not answer
      const outcome = await Promise.race([page.evaluate("globalThis.outcome"), after(end - performance.now())]);
      if (outcome !== undefined) return outcome;
      await after(100);
    }
    throw new Error(errors.length > 0 ? errors.join("\n") : `there was no outcome after ${timeout / 1000} s`);
  } finally {
    await Promise.race([page.close(), after(5000)]); // nor does it close
  }
}

function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), milliseconds).unref();
  });
}

/** What goes wrong on a page, as it happens: errors and warnings of the console, missing files, requests to other hosts. */
export function watch(page: Page, url: string): string[] {
  const errors: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") errors.push(`${message.type()}: ${message.text()}`);
  });
  page.on("pageerror", (error) => errors.push(`uncaught: ${error.stack ?? error.message}`));
  page.on("requestfailed", (request) => {
    // what was fetched ahead is dropped when the page is left
    if (request.failure()?.errorText !== "net::ERR_ABORTED") errors.push(`request failed: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) errors.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith("http") && asked.origin !== new URL(url).origin) errors.push(`asked ${asked.href}`);
  });
  return errors;
}
