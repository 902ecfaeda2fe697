import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { getFile } from "./get-file.ts";

const text = "a file of words";
const sha256 = createHash("sha256").update(text).digest("hex");
const md5 = createHash("md5").update(text).digest("hex");

let server: Server;
let url: string;
let folder: string;
let requests: string[];
let answer: RequestListener;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "get-file-"));
  requests = [];
  answer = (_, response) => response.end(text);
  server = createServer((request, response) => {
    requests.push(request.url!);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(folder, { recursive: true });
});

const held = async () => (await readdir(folder, { recursive: true })).sort();
const asText = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

describe("getFile", () => {
  it("fetches a file into the cache, and finds it there again", async () => {
    const origin = `${url}/some/words.txt?key=secret`;
    const first = await getFile({ origin, cacheDir: folder });
    expect(first.name).toBe("words.txt");
    expect(first.path).toBe(join(folder, "datasets", "words.txt"));
    expect(asText(await first.bytes())).toBe(text);
    expect(await readFile(first.path!, "utf8")).toBe(text);
    const second = await getFile({ origin, cacheDir: folder });
    expect(second.path).toBe(first.path);
    expect(asText(await second.bytes())).toBe(text);
    expect(requests).toEqual(["/some/words.txt?key=secret"]);
    expect(await held()).toEqual(["datasets", join("datasets", "words.txt")]);
  });

  it("takes a name, a folder within the cache, and a folder elsewhere", async () => {
    const origin = `${url}/words.txt`;
    const named = await getFile({ origin, fname: "w.txt", cacheDir: folder, cacheSubdir: "texts/en" });
    expect(named.path).toBe(join(folder, "texts", "en", "w.txt"));
    const elsewhere = await getFile({ origin, cacheDir: "/nowhere", cacheSubdir: join(folder, "b") });
    expect(elsewhere.path).toBe(join(folder, "b", "words.txt"));
  });

  it("caches where Keras does", async () => {
    vi.stubEnv("KERAS_HOME", join(folder, "keras"));
    expect((await getFile({ origin: `${url}/a` })).path).toBe(join(folder, "keras", "datasets", "a"));
    vi.stubEnv("KERAS_HOME", undefined);
    vi.stubEnv("HOME", folder);
    vi.stubEnv("USERPROFILE", folder);
    expect(homedir()).toBe(folder);
    expect((await getFile({ origin: `${url}/a` })).path).toBe(join(folder, ".keras", "datasets", "a"));
    expect((await getFile({ origin: `${url}/a`, cacheDir: "~/mine" })).path).toBe(
      join(folder, "mine", "datasets", "a"),
    );
  });

  it("falls back to a folder for temporary files where the home cannot be written", async () => {
    vi.stubEnv("KERAS_HOME", undefined);
    vi.stubEnv("HOME", join(folder, "file", "home"));
    vi.stubEnv("USERPROFILE", join(folder, "file", "home"));
    vi.stubEnv("TMPDIR", folder);
    vi.stubEnv("TEMP", folder);
    await writeFile(join(folder, "file"), "");
    expect((await getFile({ origin: `${url}/a` })).path).toBe(join(folder, ".keras", "datasets", "a"));
  });

  it("checks a SHA-256 or an MD5", async () => {
    for (const fileHash of [sha256, sha256.toUpperCase(), md5]) {
      const file = await getFile({ origin: `${url}/${fileHash}`, fileHash, cacheDir: folder });
      expect(asText(await file.bytes())).toBe(text);
    }
    await getFile({ origin: `${url}/${sha256}`, fileHash: sha256, cacheDir: folder });
    expect(requests).toHaveLength(3);
  });

  it("does not keep a file of another hash", async () => {
    const fileHash = "0".repeat(64);
    await expect(getFile({ origin: `${url}/words.txt`, fileHash, cacheDir: folder })).rejects.toThrow(
      `Cannot get file "words.txt": the SHA-256 of what was fetched must be "${fileHash}", received "${sha256}"\n` +
        "The file is incomplete, or not the one that was meant; it was not kept.",
    );
    expect(await held()).toEqual([]);
  });

  it("replaces a file of another hash, and any when told to", async () => {
    const path = join(folder, "datasets", "words.txt");
    await mkdir(join(folder, "datasets"));
    await writeFile(path, "something else");
    const options = { origin: `${url}/words.txt`, cacheDir: folder };
    expect(asText(await (await getFile(options)).bytes())).toBe("something else");
    expect(asText(await (await getFile({ ...options, fileHash: sha256 })).bytes())).toBe(text);
    await writeFile(path, "something else");
    await getFile({ ...options, forceDownload: true });
    expect(await readFile(path, "utf8")).toBe(text);
    expect(requests).toHaveLength(2);
  });

  it("keeps the file that is there when a download fails", async () => {
    const path = join(folder, "datasets", "words.txt");
    await mkdir(join(folder, "datasets"));
    await writeFile(path, "something else");
    answer = (_, response) => response.writeHead(503).end("try later");
    await expect(
      getFile({ origin: `${url}/words.txt?key=secret`, fileHash: sha256, cacheDir: folder }),
    ).rejects.toThrow(
      `Cannot get file "words.txt": ${url}/words.txt must answer with the file, received "503 Service Unavailable"\n` +
        `The file in the cache has another SHA-256, and is to be replaced. Without a network, put the file at ${path}.`,
    );
    expect(await readFile(path, "utf8")).toBe("something else");
  });

  it("says when a server cannot be reached, and where the file could be put", async () => {
    server.close();
    await expect(getFile({ origin: `${url}/words.txt`, cacheDir: folder })).rejects.toThrow(
      `Cannot get file "words.txt": ${url}/words.txt must be reachable, received "fetch failed (ECONNREFUSED)"\n` +
        `Without a network, put the file at ${join(folder, "datasets", "words.txt")}.`,
    );
  });

  it("keeps nothing of a file that is cut off", async () => {
    answer = (_, response) => {
      response.writeHead(200, { "content-length": 1000 });
      response.write("the beginning");
      setTimeout(() => response.destroy(), 20);
    };
    await expect(getFile({ origin: `${url}/words.txt`, cacheDir: folder })).rejects.toThrow(
      `Cannot get file "words.txt": ${url}/words.txt must be received to its end, received "terminated`,
    );
    expect(await held()).toEqual([]);
  });

  it("tells how far it has come", async () => {
    const half = text.length - 5;
    answer = (_, response) => {
      response.writeHead(200, { "content-length": text.length });
      response.write(text.slice(0, half));
      setTimeout(() => response.end(text.slice(half)), 20);
    };
    const progress: unknown[] = [];
    await getFile({ origin: `${url}/a`, cacheDir: folder, onProgress: (now) => progress.push(now) });
    expect(progress).toEqual([
      { received: half, total: text.length },
      { received: text.length, total: text.length },
    ]);
  });

  it("stops with the reason of its signal, or the error of its listener, and keeps nothing", async () => {
    answer = (_, response) => void response.writeHead(200, { "content-length": 1000 }).write("the beginning");
    const abort = new AbortController();
    const onProgress = () => abort.abort(new Error("enough"));
    const options = { origin: `${url}/a`, cacheDir: folder };
    await expect(getFile({ ...options, signal: abort.signal, onProgress })).rejects.toThrow("enough");
    await expect(getFile({ ...options, signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
    const failing = () => {
      throw new TypeError("no such bar");
    };
    await expect(getFile({ ...options, onProgress: failing })).rejects.toThrow(new TypeError("no such bar"));
    expect(await held()).toEqual([]);
  });

  it("lets two calls fetch the same file at once", async () => {
    const options = { origin: `${url}/a`, fileHash: sha256, cacheDir: folder };
    const files = await Promise.all([getFile(options), getFile(options), getFile(options)]);
    for (const file of files) expect(asText(await file.bytes())).toBe(text);
    expect(await held()).toEqual(["datasets", join("datasets", "a")]);
  });

  it("says which path it cannot read or write", async () => {
    await mkdir(join(folder, "datasets", "a"), { recursive: true });
    await expect(getFile({ origin: `${url}/a`, cacheDir: folder })).rejects.toThrow(
      `Cannot get file "a": ${join(folder, "datasets", "a")} must be a file, received "EISDIR"`,
    );
    await writeFile(join(folder, "taken"), "");
    await expect(getFile({ origin: `${url}/a`, cacheDir: join(folder, "taken") })).rejects.toThrow(
      `Cannot get file "a": ${join(folder, "taken", "datasets", "a")} must be a file, received "ENOTDIR"`,
    );
    const file = await getFile({ origin: `${url}/b`, cacheDir: folder });
    const found = await getFile({ origin: `${url}/b`, cacheDir: folder });
    await rm(file.path!);
    await expect(found.bytes()).rejects.toThrow(`Cannot get file "b": ${file.path} must still hold the file`);
  });

  it("refuses options that it cannot follow", async () => {
    const refused = async (options: object, message: string) =>
      expect(getFile({ origin: `${url}/a`, cacheDir: folder, ...options })).rejects.toThrow(message);
    await refused(
      { origin: "words.txt" },
      'Cannot get a file: `origin` must be an http or https URL, received "words.txt"',
    );
    await refused({ origin: "file:///etc/passwd" }, 'an http or https URL, received "file:///etc/passwd"');
    await refused(
      { origin: `${url}/` },
      'Cannot get a file: `fname` must be the name of a file without a path, received ""',
    );
    for (const fname of ["../a", "a/b", "a\\b", "..", "c:a", "a\0"]) {
      await refused({ fname }, "Cannot get a file: `fname` must be the name of a file without a path, received ");
    }
    await refused(
      { fileHash: "abc" },
      '`fileHash` must be 64 hexadecimal digits of SHA-256, or 32 of MD5, received "abc"',
    );
    await refused({ signal: 5 }, 'Cannot get file "a": `signal` must be an AbortSignal, received 5');
    await refused({ onProgress: 5 }, 'Cannot get file "a": `onProgress` must be a function, received 5');
    await refused(
      { untar: true },
      "Cannot get a file: unknown option `untar`\nKnown options: origin, fname, fileHash,",
    );
    await expect(getFile(`${url}/a` as never)).rejects.toThrow("Cannot get a file: its options must be one object");
    expect(requests).toEqual([]);
  });
});
