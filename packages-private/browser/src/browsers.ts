import { existsSync } from "node:fs";
import { startPuppeteer } from "./puppeteer.ts";
import type { Browser } from "./tab.ts";
import { startWebKit } from "./webkit.ts";

const known = {
  chromium: {
    title: "Chromium",
    variable: "CHROMIUM",
    from: "chromium",
    places: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
  },
  firefox: {
    title: "Firefox",
    variable: "FIREFOX",
    from: "firefox-esr",
    places: ["/usr/bin/firefox", "/usr/bin/firefox-esr"],
  },
  webkit: {
    title: "WebKit",
    variable: "WEBKIT_DRIVER",
    from: "webkit2gtk-driver libgtk-3-bin",
    places: ["/usr/bin/WebKitWebDriver"],
  },
} as const;

export type BrowserName = keyof typeof known;
export const browserNames = Object.keys(known) as BrowserName[];
export const titleOf = (name: BrowserName): string => known[name].title;

/** Where a browser is (WebKit's driver); a variable of the environment says so if it is not in a usual place. */
export function findBrowser(name: BrowserName): string | undefined {
  const { variable, places } = known[name];
  return [process.env[variable] ?? "", ...places].find((path) => path !== "" && existsSync(path));
}

/** The names of a list between commas. @throws {Error} for a browser that nothing is known about. */
export function browsersOf(list: string): BrowserName[] {
  return list.split(",").map((name) => {
    const found = browserNames.find((each) => each === name);
    if (!found) throw new Error(`Cannot start "${name}": the browsers are ${browserNames.join(", ")}`);
    return found;
  });
}

/**
 * Which of these browsers are here, and how many are missing where every change is tested and so must be there. What is not
 * here is said aloud.
 */
export function presentBrowsers(names: readonly BrowserName[]): { here: BrowserName[]; failed: number } {
  const ci = Boolean(process.env["CI"]);
  const missing = names.filter((name) => findBrowser(name) === undefined);
  for (const name of missing) {
    const { title, variable, from } = known[name];
    const hint = `install it (apt-get install ${from}), or name it in $${variable}`;
    console.log(ci ? `FAIL there is no ${title}: ${hint}` : `NOT RUN: there is no ${title}; to test in it, ${hint}`);
  }
  return { here: names.filter((name) => !missing.includes(name)), failed: ci ? missing.length : 0 };
}

/** Starts a browser with an empty profile; WebKit with or without shared memory. */
export function startBrowser(name: BrowserName, sharedMemory = true): Promise<Browser> {
  const executable = findBrowser(name);
  if (executable === undefined) throw new Error(`there is no ${titleOf(name)}`);
  return name === "webkit" ? startWebKit(executable, sharedMemory) : startPuppeteer(name, executable);
}
