import { expect, it } from "vitest";
import { pagePlace } from "./_file-place_browser.ts";

/** As much of a page's cache as is used, in a map. */
function fakeCaches(put?: () => Promise<void>): { caches: CacheStorage; held: Map<string, Map<string, Response>> } {
  const held = new Map<string, Map<string, Response>>();
  const open = async (name: string) => {
    const cache = held.get(name) ?? new Map<string, Response>();
    held.set(name, cache);
    return {
      match: async (url: URL) => cache.get(url.href)?.clone(),
      put: put ?? (async (url: URL, response: Response) => void cache.set(url.href, response)),
    };
  };
  return { caches: { open } as unknown as CacheStorage, held }; // the two methods that the page's place calls
}

const origin = new URL("https://example.org/words.txt");
const bytes = Uint8Array.of(1, 2, 3);

it("keeps a file in the cache of that name, under its URL", async () => {
  const { caches, held } = fakeCaches();
  const place = await pagePlace(origin, "keras", caches);
  expect(place.path).toBe(null);
  expect(await place.exists()).toBe(false);
  expect(await place.read()).toBe(undefined);
  await place.write(bytes);
  expect(await place.exists()).toBe(true);
  expect(await place.read()).toEqual(bytes);
  expect([...held.get("keras")!.keys()]).toEqual([origin.href]);
});

it("does without a cache in a page that has none, or no room for it", async () => {
  const without = await pagePlace(origin, "keras", undefined);
  await without.write(bytes);
  expect(await without.exists()).toBe(false);
  expect(await without.read()).toBe(undefined);
  const full = fakeCaches(async () => {
    throw new DOMException("no room", "QuotaExceededError");
  });
  await (await pagePlace(origin, "keras", full.caches)).write(bytes);
  const broken = fakeCaches(async () => {
    throw new Error("disk on fire");
  });
  await expect((await pagePlace(origin, "keras", broken.caches)).write(bytes)).rejects.toThrow("disk on fire");
});
