import type { FilePlace } from "./_file-place.ts";

/**
 * A file in the Cache API of a page, under its own URL. Where the page is not secure there is no such cache, and
 * where the browser gives no room the file is not kept: it is fetched again then.
 */
export async function pagePlace(origin: URL, cacheName: string, caches: CacheStorage | undefined): Promise<FilePlace> {
  const cache = await caches?.open(cacheName);
  return {
    path: null,
    hint: "The page must be online, and the server must allow the page's origin (CORS).",
    exists: async () => (await cache?.match(origin)) !== undefined,
    read: async () => {
      const response = await cache?.match(origin);
      return response && new Uint8Array(await response.arrayBuffer());
    },
    write: async (bytes) => {
      try {
        await cache?.put(origin, new Response(bytes, { headers: { "content-length": String(bytes.length) } }));
      } catch (error) {
        if ((error as { name?: unknown }).name !== "QuotaExceededError") throw error;
      }
    },
  };
}
