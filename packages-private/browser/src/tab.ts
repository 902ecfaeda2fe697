/** A page that is open in a browser. */
export interface Tab extends AsyncDisposable {
  /** What has gone wrong on it, as the browser tells: it grows. */
  readonly problems: string[];
  open(url: string): Promise<void>;
  /** The value of an expression, as JSON has it; the page may believe that its user has just pressed a key. */
  evaluate(expression: string): Promise<unknown>;
  screenshot(): Promise<Uint8Array>;
  /** From now on the page's file picker gives what the page has downloaded. */
  readonly handBack?: () => Promise<void>;
}

/** A started browser with an empty profile. */
export interface Browser extends AsyncDisposable {
  /** Its name and version. */
  readonly title: string;
  newTab(): Promise<Tab>;
}

export interface Visit {
  /** In milliseconds. */
  readonly timeout?: number;
  readonly handBack?: boolean;
  /** Gets a picture of the page with its outcome. */
  readonly picture?: (png: Uint8Array) => void;
}

/** What the page says of itself (`problems` by `app/problems.js`), as text: some browsers keep what cannot be cloned. */
const state = "JSON.stringify({ outcome: globalThis.outcome, problems: globalThis.problems ?? [] })";

/**
 * Opens a page and gives `globalThis.outcome` as soon as there is one.
 *
 * @throws {Error} with everything that the console said, when an error shows there, a file is missing, another host is
 * asked, or the time is up.
 */
export async function outcomeOf(
  browser: Browser,
  url: string,
  { timeout = 120_000, handBack = false, picture }: Visit = {},
): Promise<unknown> {
  await using tab = await browser.newTab();
  if (handBack) await tab.handBack?.();
  await tab.open(url);
  const end = performance.now() + timeout;
  while (performance.now() < end) {
    // a page that is busy does not answer
    const answer = await Promise.race([tab.evaluate(state), after(end - performance.now())]);
    const { outcome, problems } = JSON.parse((answer ?? '{"problems":[]}') as string);
    const all = [...new Set([...tab.problems, ...(problems as string[])])];
    if (all.length > 0) throw new Error(all.join("\n"));
    if (outcome !== undefined) {
      picture?.(await tab.screenshot());
      return outcome;
    }
    await after(100);
  }
  throw new Error(`there was no outcome after ${timeout / 1000} s`);
}

/** Nothing, after so long; the process need not stay for it. */
export function after(milliseconds: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(undefined), milliseconds).unref();
  });
}
