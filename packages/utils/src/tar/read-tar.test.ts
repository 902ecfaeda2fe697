import { mkdtemp, readdir, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { readTar } from "./read-tar.ts";

interface Member {
  name?: string;
  content?: string;
  type?: string;
  size?: string;
  prefix?: string;
  sum?: number;
}

/** A member as POSIX' ustar has it. */
function member({ name = "a.txt", content = "", type = "0", prefix = "", ...lies }: Member): Buffer {
  const block = Buffer.alloc(512);
  block.write(name, 0, "latin1");
  block.write(lies.size ?? content.length.toString(8).padStart(11, "0"), 124, "latin1");
  block.write("        ", 148);
  block.write(type, 156, "latin1");
  block.write("ustar\x0000", 257, "latin1");
  block.write(prefix, 345, "latin1");
  const sum = lies.sum ?? block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "latin1");
  const data = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  data.write(content, "latin1");
  return Buffer.concat([block, data]);
}
const tar = (...members: Member[]) => Uint8Array.from(Buffer.concat([...members.map(member), Buffer.alloc(1024)]));
const texts = (files: Map<string, Uint8Array>) =>
  [...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString("latin1")]);

describe("readTar", () => {
  it("gives the files by their paths, plain or gzipped", async () => {
    const archive = tar(
      { name: "set/", type: "5" },
      { name: "set/b.txt", content: "two rows\n" },
      { name: "./set/a.txt", content: "x".repeat(600), type: "\0" },
      { name: "c.txt", prefix: "set/deep" },
    );
    const wanted = [
      ["set/b.txt", "two rows\n"],
      ["./set/a.txt", "x".repeat(600)],
      ["set/deep/c.txt", ""],
    ];
    expect(texts(await readTar(archive))).toEqual(wanted);
    expect(texts(await readTar(gzipSync(archive)))).toEqual(wanted);
  });

  it("knows long paths in GNU's way and in POSIX's", async () => {
    const long = `set/${"n".repeat(150)}.txt`;
    const attribute = `${long.length + 10} path=${long}\n`;
    expect(attribute.length).toBe(long.length + 10);
    const archive = tar(
      { name: "././@LongLink", type: "L", content: `${long}\0` },
      { name: "cut.txt", content: "1" },
      { name: "attributes", type: "x", content: attribute.replace("set/", "two/") },
      { name: "cut.txt", content: "2" },
      { name: "whole.txt", content: "3" },
    );
    expect(texts(await readTar(archive))).toEqual([
      [long, "1"],
      [long.replace("set/", "two/"), "2"],
      ["whole.txt", "3"],
    ]);
  });

  it("takes much of little for no bomb, and stops at a limit", async () => {
    const zeros = tar({ name: "zeros.bin", content: "\0".repeat(2 ** 20) });
    expect((await readTar(gzipSync(zeros))).get("zeros.bin")?.length).toBe(2 ** 20);
    const small = gzipSync(zeros);
    await expect(readTar(small, { name: "z.tar.gz", maxBytes: 1000 })).rejects.toThrow(
      `Cannot read tar "z.tar.gz": its ${small.length} bytes must not inflate to more than the limit of 1000\n` +
        "Raise `maxBytes` if you trust the file.",
    );
    const bomb = gzipSync(Buffer.alloc(17 * 2 ** 20));
    await expect(readTar(bomb)).rejects.toThrow("must not inflate to more than the limit of 16777216");
  });

  const refused: [what: string, archive: Uint8Array, message: string][] = [
    ["nothing", new Uint8Array(), "it must end with an empty block: it is truncated, or not a tar"],
    ["another file", Buffer.alloc(1024, "<html>"), "a header of it must have a right checksum: it is corrupt, or not a tar"],
    ["another checksum", tar({ sum: 1 }), "a header of it must have a right checksum: it is corrupt, or not a tar, received 1"],
    ["an archive cut off", tar({ content: "x" }).subarray(0, 512), 'its member "a.txt" must lie within it: 1 bytes are declared, it is truncated'],
    ["a missing end", tar({ content: "x" }).subarray(0, 1024), "it must end with an empty block: it is truncated, or not a tar"],
    ["more than there is", tar({ size: "77777777777" }), 'its member "a.txt" must lie within it: 8589934591 bytes are declared, it is truncated'],
    ["a size that is none", tar({ size: "9x" }), 'its member "a.txt" must have a size of octal digits, this one is invalid'],
    ["a symbolic link", tar({ type: "2" }), 'its member "a.txt" must be a file or a folder, it is a symbolic link, which is not followed: not supported'],
    ["a hard link", tar({ type: "1" }), 'its member "a.txt" must be a file or a folder, it is a hard link, which is not followed: not supported'],
    ["a device", tar({ type: "3" }), 'its member "a.txt" must be a file or a folder, it is a character device: not supported'],
    ["a sparse file", tar({ type: "S" }), "it is a sparse file, which declares more than it stores: not supported"],
    ["an unknown type", tar({ type: "Z" }), 'it is of type "Z": not supported'],
    ["a path upwards", tar({ name: "set/../../x" }), 'the path of its member "set/../../x" must stay within the folder, it leads outside'],
    ["an absolute path", tar({ name: "/etc/x" }), 'the path of its member "/etc/x" must stay within the folder'],
    ["a path of Windows", tar({ name: "..\\x" }), "must stay within the folder, it leads outside"],
    ["a drive", tar({ name: "C:x" }), 'the path of its member "C:x" must stay within the folder'],
    ["an attribute that leads outside", tar({ type: "x", content: "12 path=../\n" }, {}), 'the path of its member "../" must stay within the folder'],
    ["an attribute of a size", tar({ type: "x", content: "10 size=9\n" }, {}), 'its members must not have the attribute "size", which is not supported'],
    ["attributes that lie", tar({ type: "x", content: "99 path=a\n" }, {}), "its attributes must be lines of the length that they say: it is corrupt"],
    ["a file twice", tar({}, {}), 'its member "a.txt" must not be there twice'],
    ["damaged gzip", gzipSync(tar({})).map((byte, i) => (i === 20 ? byte ^ 255 : byte)), "its compressed data must not be corrupt"],
  ]; // biome-ignore format: a line each
  it.each(refused)("refuses %s", async (_, archive, message) => {
    await expect(readTar(archive)).rejects.toThrow(message);
    await expect(readTar(archive)).rejects.toMatchObject({ name: "ConfigError" });
    await expect(readTar(archive)).rejects.toThrow(/^Cannot read tar: /);
  });

  it("writes the files into a folder, and through no link", async () => {
    const root = await mkdtemp(join(tmpdir(), "hornbeam-tar-"));
    try {
      const folder = join(root, "out");
      await readTar(tar({ name: "set/a.txt", content: "one" }), { folder });
      await readTar(tar({ name: "set/a.txt", content: "two" }), { folder });
      expect(await readFile(join(folder, "set/a.txt"), "utf8")).toBe("two");
      await symlink(root, join(folder, "link"));
      await expect(readTar(tar({ name: "link/x.txt" }), { folder })).rejects.toThrow(
        "Cannot read tar: a file must be written within the folder: a link there leads outside",
      );
      await expect(readTar(tar({}, { type: "2" }), { folder: join(root, "none") })).rejects.toThrow("symbolic link");
      expect((await readdir(root)).sort()).toEqual(["out"]);
    } finally {
      await rm(root, { recursive: true, force: true });
    }
  });

  it("stops by its signal, and refuses what it does not know", async () => {
    await expect(readTar(tar({}), { signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    await expect(readTar("a.tar" as never)).rejects.toThrow(
      'Cannot read tar: it must be a Uint8Array, received "a.tar"',
    );
    await expect(readTar(tar({}), { extract: true } as never)).rejects.toThrow(
      "Cannot read tar: unknown option `extract`\nKnown options: name, maxBytes, folder, signal.",
    );
    await expect(readTar(tar({}), { maxBytes: -1 })).rejects.toThrow(
      "Cannot read tar: `maxBytes` must be a number of bytes, received -1",
    );
  });
});
