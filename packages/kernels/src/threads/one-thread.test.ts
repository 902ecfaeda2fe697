import { afterEach, beforeAll, expect, it, vi } from "vitest";
import { info, start } from "../start.ts";
import { setThreads } from "./threads.ts";

beforeAll(() => start());
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

it("says how many threads there are, and no reason where there are several", async () => {
  await setThreads(2);
  expect(info().threads).toBe(2);
  expect("oneThreadBecause" in info()).toBe(false);
});

it("says that one thread was asked for", async () => {
  await setThreads(1);
  expect(info()).toMatchObject({ threads: 1, oneThreadBecause: "setThreads(1) was called" });
});

it("says that memory cannot be shared, in a page or anywhere else", async () => {
  await setThreads(1);
  vi.stubGlobal("SharedArrayBuffer", undefined);
  expect(info().oneThreadBecause).toBe("this engine has no shared memory");
  vi.stubGlobal("crossOriginIsolated", true);
  expect(info().oneThreadBecause).toBe("this engine has no shared memory");
  vi.stubGlobal("crossOriginIsolated", false);
  expect(info().oneThreadBecause).toBe("the page is not cross-origin isolated");
});
