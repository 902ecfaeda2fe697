import { OptionError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { bytesOf, imageOf } from "../image/file-image.ts";
import { checkStoreName, nameBeside } from "./_store-name.ts";
import { downloadFile } from "./download-file_browser.ts";
import { handleFile } from "./handle-file.ts";
import { IndexedDBStore } from "./indexed-db-store.ts";
import { MemoryStore } from "./memory-store.ts";
import { OpfsStore } from "./opfs-store_browser.ts";
import { pickFiles } from "./pick-files_browser.ts";

const load = { action: "load it" };
const save = { action: "save it" };
const bytes = Uint8Array.of(1, 2, 3);

/** An error of a class with exactly this message. */
const says = (Class: { readonly name: string }, message: string) =>
  expect.objectContaining({ name: Class.name, message });

/** A handle as browsers give it, which keeps what was written when its stream is closed. */
function fakeHandle(): FileSystemFileHandle & { content: Uint8Array; fail: boolean } {
  let pending = new Uint8Array(0);
  const handle = {
    name: "m.bin",
    kind: "file",
    content: new Uint8Array(0),
    fail: false,
    getFile: async () => new Blob([handle.content as BlobPart]),
    createWritable: async () => ({
      write: async (written: Uint8Array<ArrayBuffer>) => {
        pending = written;
        if (handle.fail) throw new DOMException("full", "QuotaExceededError");
      },
      abort: async () => {},
      close: async () => {
        handle.content = pending;
      },
    }),
  };
  return handle as never; // as much of one as is used
}

// what browsers have is tested in Chromium: packages-private/browser
describe("in Node", () => {
  it("stores of browsers say what to do", () => {
    expect(() => new IndexedDBStore()).toThrow(
      says(OptionError, "Cannot open IndexedDBStore: it needs the database of a browser\nIn Node: use a path."),
    );
    expect(() => new OpfsStore()).toThrow(
      says(
        OptionError,
        "Cannot open OpfsStore: it needs a browser, and a page that is served securely\nIn Node: use a path.",
      ),
    );
    expect(() => downloadFile("m.keras")).toThrow(says(OptionError, 'Cannot download "m.keras": it needs a page'));
    expect(() => pickFiles()).toThrow(says(OptionError, "Cannot pick files: it needs a page"));
  });
});

describe("handleFile", () => {
  it("writes whole or not at all, and takes an empty file for none", async () => {
    const handle = fakeHandle();
    const file = handleFile(handle);
    await expect(file.read(load)).rejects.toThrow(
      'Cannot load it: the file must be in the store; it was not found, received "m.bin"',
    );
    await file.write!(imageOf(bytes), save);
    expect(await file.read(load)).toEqual(bytes);
    handle.fail = true;
    await expect(file.write!(imageOf(Uint8Array.of(9)), save)).rejects.toThrow(
      'Cannot save it: the file must be writable (QuotaExceededError), received "m.bin"',
    );
    expect(await file.read(load)).toEqual(bytes);
    await expect(file.write!(imageOf(bytes), { ...save, overwrite: false })).rejects.toThrow(
      'Cannot save it: the file must not exist yet where `overwrite` is false, received "m.bin"',
    );
  });
});

describe("MemoryStore", () => {
  it("keeps copies, lists names, and takes files that were picked", async () => {
    const store = new MemoryStore([new File([bytes], "b.bin")]);
    await store.file("a.bin").write!({ length: 3, pieces: () => [{ at: 0, bytes }] }, save);
    expect(await store.list()).toEqual(["a.bin", "b.bin"]);
    const read = await store.file("b.bin").beside!("a.bin").read(load);
    read[0] = 9;
    expect(store.files.get("a.bin")).toEqual(bytes);
    await store.file("a.bin").remove!();
    expect(await store.list()).toEqual(["b.bin"]);
    expect(await store.file("b.bin").read(load)).toEqual(bytes);
    expect(bytesOf(imageOf(bytes))).toEqual(bytes);
  });
});

describe("names in stores", () => {
  it.each(["", "/", "/a", "a/", "a//b", "..", "a/../b", "./a", "a\\b", "a\0b"])("cannot be %j", (name) => {
    expect(() => checkStoreName(name, "OpfsStore")).toThrow(
      'Cannot name a file of OpfsStore: the name must be of parts between slashes, none of them empty, "." or ".."',
    );
  });

  it("stand beside others in their folder", () => {
    expect([nameBeside("a/b.json", "c.bin"), nameBeside("b.json", "c.bin")]).toEqual(["a/c.bin", "c.bin"]);
    expect(checkStoreName("models/ü.keras", "OpfsStore")).toBe("models/ü.keras");
  });
});
