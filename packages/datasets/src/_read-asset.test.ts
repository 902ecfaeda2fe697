import { expect, it, vi } from "vitest";
import { readAsset } from "./_read-asset.ts";

const hint =
  "The file is in the folder assets of @hornbeam/datasets. A bundler that leaves it behind must copy it, or leave the package out.";

it("fetches from a page's server", async () => {
  const fetch = vi.fn(async () => new Response(Uint8Array.of(1, 2)));
  vi.stubGlobal("fetch", fetch);
  expect(await readAsset(new URL("https://example.org/a.gz"), "load it", undefined)).toEqual(Uint8Array.of(1, 2));
  fetch.mockResolvedValueOnce(new Response("", { status: 404, statusText: "Not Found" }));
  await expect(readAsset(new URL("https://example.org/a.gz"), "load it", undefined)).rejects.toThrow(
    `Cannot load it: https://example.org/a.gz must be readable, received "404 Not Found"\n${hint}`,
  );
  vi.unstubAllGlobals();
});

it("says which file is not there", async () => {
  const url = new URL("./nothing.gz", import.meta.url);
  await expect(readAsset(url, "load it", undefined)).rejects.toThrow(
    `Cannot load it: ${url.href} must be readable, received "ENOENT: no such file or directory`,
  );
});

it("passes the reason of a signal on", async () => {
  const signal = AbortSignal.abort(new Error("enough"));
  const url = new URL("./_read-asset.ts", import.meta.url);
  await expect(readAsset(url, "load it", signal)).rejects.toThrow("enough");
});
