import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ConsoleMessage, launch, type Page } from "puppeteer-core";
import { after, type Browser, type Tab } from "./tab.ts";

const titles = { chromium: "Chromium", firefox: "Firefox" };
const flags = {
  chromium: [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
  firefox: [],
};

/** Chromium by its own protocol, Firefox by WebDriver BiDi. */
export async function startPuppeteer(name: "chromium" | "firefox", executablePath: string): Promise<Started> {
  const browser = await launch({
    browser: name === "chromium" ? "chrome" : "firefox",
    executablePath,
    args: flags[name],
    headless: true,
    protocolTimeout: 600_000, // a page that computes does not answer
  });
  const downloads = mkdtempSync(join(tmpdir(), "hornbeam-downloads-"));
  const context = await browser.createBrowserContext({
    downloadBehavior: { policy: "allow", downloadPath: downloads },
  });
  const newPage = async (): Promise<Page> => {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 720 });
    return page;
  };
  return {
    title: `${titles[name]} ${/\d[\d.]*/.exec(await browser.version())?.[0]}`,
    newPage,
    async newTab() {
      return tabOf(await newPage(), downloads);
    },
    async [Symbol.asyncDispose]() {
      await browser.close();
      rmSync(downloads, { recursive: true, force: true });
    },
  };
}

export interface Started extends Browser {
  newPage(): Promise<Page>;
}

function tabOf(page: Page, downloads: string): Tab {
  const problems: string[] = [];
  let watched = false;
  return {
    problems,
    async open(url) {
      if (!watched) watch(page, url, problems);
      watched = true;
      await page.goto(url);
    },
    evaluate: (expression) => page.evaluate(expression),
    screenshot: () => page.screenshot({ fullPage: true }),
    async handBack() {
      await page.evaluateOnNewDocument(keepPickersOpen);
      page
        .waitForFileChooser({ timeout: 0 })
        .then(async (chooser) => chooser.accept([await downloaded(downloads)]))
        .catch((error: Error) => problems.push(`file picker: ${error.message}`));
    },
    async [Symbol.asyncDispose]() {
      await Promise.race([page.close(), after(5000)]); // a page that is busy may not close
    },
  };
}

/** Runs in the page. Firefox cancels a picker that its driver has hold of, before that gives it a file. */
function keepPickersOpen(): void {
  const { click } = HTMLInputElement.prototype;
  HTMLInputElement.prototype.click = function () {
    document.body.append(this); // where the event passes the window first
    click.call(this);
  };
  addEventListener("cancel", (event) => event.stopImmediatePropagation(), true);
}

/** The one file there, as soon as it is whole. */
async function downloaded(folder: string): Promise<string> {
  for (;;) {
    const [file, ...more] = readdirSync(folder);
    if (file && more.length === 0 && !/\.(crdownload|part|tmp)$/.test(file)) return join(folder, file);
    await after(50);
  }
}

/** Collects what goes wrong on a page: errors and warnings of the console, missing files, requests to other hosts. */
export function watch(page: Page, url: string, problems: string[]): void {
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) problems.push(`${message.type()}: ${textOf(message)}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error instanceof Error ? error.stack : error}`));
  page.on("requestfailed", (request) => {
    // what was fetched ahead is dropped when the page is left
    if (!/ABORTED/.test(request.failure()?.errorText ?? "")) problems.push(`request failed: ${request.url()}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`status ${response.status()}: ${response.url()}`);
  });
  page.on("request", (request) => {
    const asked = new URL(request.url());
    if (asked.protocol.startsWith("http") && asked.origin !== new URL(url).origin) problems.push(`asked ${asked.href}`);
  });
}

function textOf(message: ConsoleMessage): string {
  const { url, lineNumber } = message.location();
  return url ? `${message.text()} (${url}:${lineNumber})` : message.text();
}
