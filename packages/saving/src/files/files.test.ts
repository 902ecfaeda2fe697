import { mkdtemp, readdir, readFile as readNode, rm, symlink, writeFile as writeNode } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { OptionError, StateError } from "@hornbeam/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { bytesOf, type FileImage } from "../image/file-image.ts";
import { LoadingError } from "../loading-error.ts";
import { readFile } from "./read-file.ts";
import { writeFile } from "./write-file.ts";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hornbeam-files-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
  await rm(folder, { recursive: true });
});

const bytes = Uint8Array.of(1, 2, 3);
const save = { action: "save it" };
const load = { action: "load it" };
const errorOf = async (work: Promise<unknown>): Promise<Error> =>
  work.then(
    () => Promise.reject(new Error("nothing was refused")),
    (error: Error) => error,
  );
/** Makes one of Node's functions on files fail. */
function failing(name: "rename" | "writeSync") {
  const error = Object.assign(new Error("no room"), { code: "ENOSPC" });
  if (name === "rename") vi.spyOn(process.getBuiltinModule("node:fs/promises"), name).mockRejectedValue(error);
  else {
    vi.spyOn(process.getBuiltinModule("node:fs"), name).mockImplementation(() => {
      throw error;
    });
  }
}

describe("writeFile", () => {
  it("makes folders, and writes to paths and to file: URLs", async () => {
    await writeFile(join(folder, "a/b/m.keras"), bytes, save);
    await writeFile(pathToFileURL(join(folder, "ü.keras")), bytes, save);
    expect(new Uint8Array(await readNode(join(folder, "a/b/m.keras")))).toEqual(bytes);
    expect(new Uint8Array(await readNode(join(folder, "ü.keras")))).toEqual(bytes);
  });

  it("replaces a file, unless it must not", async () => {
    const path = join(folder, "m.keras");
    await writeFile(path, Uint8Array.of(9, 9, 9, 9), save);
    await writeFile(path, bytes, save);
    expect(new Uint8Array(await readNode(path))).toEqual(bytes);
    const error = await errorOf(writeFile(path, Uint8Array.of(7), { ...save, overwrite: false }));
    expect(error).toBeInstanceOf(StateError);
    expect(error.message).toBe(
      `Cannot save it: the file must not exist yet where \`overwrite\` is false, received ${JSON.stringify(path)}`,
    );
    expect(new Uint8Array(await readNode(path))).toEqual(bytes);
  });

  it.each(["rename", "writeSync"] as const)("leaves the old file and nothing else when %s fails", async (name) => {
    const path = join(folder, "m.keras");
    await writeFile(path, bytes, save);
    failing(name);
    const error = await errorOf(writeFile(path, new Uint8Array(1000), save));
    expect(error).toBeInstanceOf(StateError);
    expect(error.message).toBe(`Cannot save it: the file must be writable (ENOSPC), received ${JSON.stringify(path)}`);
    expect(await readdir(folder)).toEqual(["m.keras"]);
    expect(new Uint8Array(await readNode(path))).toEqual(bytes);
  });

  it("leaves errors of what is written as they are", async () => {
    const image: FileImage = {
      length: 1,
      pieces: () => {
        throw new RangeError("no weights");
      },
    };
    await expect(writeFile(join(folder, "m.keras"), image, save)).rejects.toThrow(new RangeError("no weights"));
    expect(await readdir(folder)).toEqual([]);
  });

  it("keeps a link, and replaces what it stands for", async () => {
    await writeNode(join(folder, "real.keras"), "old");
    await symlink(join(folder, "real.keras"), join(folder, "latest.keras"));
    await writeFile(join(folder, "latest.keras"), bytes, save);
    expect(new Uint8Array(await readNode(join(folder, "real.keras")))).toEqual(bytes);
    expect((await readdir(folder)).sort()).toEqual(["latest.keras", "real.keras"]);
  });

  it("writes nothing once its signal is aborted", async () => {
    const reason = new Error("enough");
    await expect(writeFile(join(folder, "m"), bytes, { ...save, signal: AbortSignal.abort(reason) })).rejects.toBe(
      reason,
    );
    expect(await readdir(folder)).toEqual([]);
  });

  it("refuses addresses, and says what a page can do", async () => {
    const address = await errorOf(writeFile("https://x.test/m.keras", bytes, save));
    expect(address).toBeInstanceOf(OptionError);
    expect(address.message).toBe(
      'Cannot save it: it can be saved to a path or a store\'s file only, received "https://x.test/m.keras"\nIn a page: save to a file of a store (`IndexedDBStore`, `OpfsStore`), to `downloadFile(name)`, or take the bytes of `saveModelToBytes`.',
    );
    vi.stubGlobal("process", undefined);
    const page = await errorOf(writeFile("m.keras", bytes, save));
    expect(page).toBeInstanceOf(OptionError);
    expect(page.message).toBe(
      'Cannot save it: a path needs the files of Node, which are not here, received "m.keras"\nIn a page: save to a file of a store (`IndexedDBStore`, `OpfsStore`), to `downloadFile(name)`, or take the bytes of `saveModelToBytes`.',
    );
  });
});

describe("readFile", () => {
  it("reads paths, file: URLs, Blobs, buffers and bytes", async () => {
    const path = join(folder, "m.keras");
    await writeNode(path, bytes);
    for (const source of [
      path,
      pathToFileURL(path),
      String(pathToFileURL(path)),
      new Blob([bytes]),
      bytes,
      bytes.buffer,
    ]) {
      expect(await readFile(source, load)).toEqual(bytes);
    }
    expect((await readFile(Buffer.from(bytes), load)).constructor).toBe(Uint8Array);
  });

  it("fetches addresses", async () => {
    const fetch = vi.fn(async () => new Response(bytes));
    vi.stubGlobal("fetch", fetch);
    const { signal } = new AbortController();
    expect(await readFile("https://x.test/m.keras", { ...load, signal })).toEqual(bytes);
    expect(fetch).toHaveBeenCalledExactlyOnceWith("https://x.test/m.keras", { signal });
  });

  it("says how far it is", async () => {
    const path = join(folder, "m.keras");
    await writeNode(path, bytes);
    const body = () => new Response(new Blob([bytes]).stream(), { headers: { "content-length": "3" } });
    vi.stubGlobal("fetch", async () => body());
    for (const source of [path, "https://x.test/m.keras", new Blob([bytes])]) {
      const progress: unknown[] = [];
      await readFile(source, { ...load, onProgress: (now) => progress.push(now) });
      expect(progress).toEqual([{ received: 3, total: 3 }]);
    }
    // packed on its way, it is of another length than declared
    vi.stubGlobal("fetch", async () => new Response(bytes, { headers: { "content-length": "2", "content-encoding": "br" } })); // biome-ignore format: one line
    const progress: unknown[] = [];
    expect(await readFile("https://x.test/m", { ...load, onProgress: (now) => progress.push(now) })).toEqual(bytes);
    expect(progress).toEqual([{ received: 3, total: null }]);
  });

  it("refuses more than `maxBytes`: by what is declared, and while bytes arrive", async () => {
    const path = join(folder, "m.keras");
    await writeNode(path, bytes);
    const limited = { ...load, maxBytes: 2 };
    const message = (what: string, count = 3) =>
      `Cannot load it: the file must not be larger than the limit of 2 bytes, received ${count} bytes or more: ${JSON.stringify(what)}\nRaise \`maxBytes\` if you trust the file.`;
    expect((await errorOf(readFile(path, limited))).message).toBe(message(path));
    const cancel = vi.fn();
    const endless = () =>
      new ReadableStream(
        { pull: (controller) => controller.enqueue(Uint8Array.of(1, 2)), cancel },
        { highWaterMark: 0 },
      );
    vi.stubGlobal("fetch", async () => new Response(endless()));
    const error = await errorOf(readFile("https://x.test/m", limited));
    expect(error).toBeInstanceOf(LoadingError);
    expect(error.message).toBe(message("https://x.test/m", 4));
    expect(cancel).toHaveBeenCalledOnce();
    vi.stubGlobal("fetch", async () => new Response(bytes, { headers: { "content-length": "9" } }));
    expect((await errorOf(readFile("https://x.test/m", limited))).message).toBe(message("https://x.test/m", 9));
    expect((await errorOf(readFile(path, { ...load, maxBytes: -1 }))).message).toBe(
      "Cannot load it: `maxBytes` must be a number from 0, received -1",
    );
  });

  it("takes a file of a place that somebody else wrote", async () => {
    const kept = new Map<string, Uint8Array>();
    const file = {
      name: "m.bin",
      read: async () => kept.get("m.bin")!,
      write: async (image: FileImage) => void kept.set("m.bin", bytesOf(image)),
    };
    await writeFile(file, bytes, save);
    expect(await readFile(file, load)).toEqual(bytes);
  });

  it("says which file or address there is not", async () => {
    const path = join(folder, "missing.keras");
    const missing = await errorOf(readFile(path, load));
    expect(missing).toBeInstanceOf(LoadingError);
    expect(missing.message).toBe(
      `Cannot load it: the file must exist; it was not found, received ${JSON.stringify(path)}`,
    );
    expect((await errorOf(readFile(folder, load))).message).toBe(
      `Cannot load it: the file must be readable (EISDIR), received ${JSON.stringify(folder)}`,
    );
    vi.stubGlobal("fetch", async () => new Response("", { status: 404, statusText: "Not Found" }));
    expect((await errorOf(readFile("https://x.test/m.keras", load))).message).toBe(
      'Cannot load it: the server must have the file, it answers 404 Not Found, received "https://x.test/m.keras"',
    );
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("fetch failed")));
    expect((await errorOf(readFile("https://x.test/m.keras", load))).message).toBe(
      'Cannot load it: the file must be fetched, and could not be, received "https://x.test/m.keras"',
    );
  });

  it("refuses what stands for no file", async () => {
    for (const source of ["", 3, null]) {
      expect(await errorOf(readFile(source as never, load))).toBeInstanceOf(OptionError);
    }
    vi.stubGlobal("process", undefined);
    expect((await errorOf(readFile("m.keras", load))).message).toBe(
      'Cannot load it: a path needs the files of Node, which are not here, received "m.keras"\nIn a page: pass a URL, the Blob of a picked file, a file of a store, or bytes.',
    );
  });

  it("ends with its signal's reason", async () => {
    const reason = new Error("enough");
    await expect(readFile(join(folder, "m"), { ...load, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
