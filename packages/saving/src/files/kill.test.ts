import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { readArchive } from "../archive/read-archive.ts";
import { readFile } from "./read-file.ts";

const script = fileURLToPath(new URL("./fixtures/save-forever.ts", import.meta.url));
const size = 2_000_000;

/** Starts the process that saves, lets it be for some time after its first file, and kills it at once. */
async function saveAndKill(path: string, milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, ["--conditions=@hornbeam/source", script, path, String(size)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(child, "exit");
  await Promise.race([once(child.stdout, "data"), ended]);
  await pause(milliseconds);
  child.kill("SIGKILL");
  const [, signal] = (await ended) as [number | null, string | null];
  expect(signal).toBe("SIGKILL"); // it was still saving
}

it("leaves a whole file behind, whenever the process that saves is killed", { timeout: 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "hornbeam-kill-"));
  try {
    const path = join(folder, "model.keras");
    // odd times, so that the end comes at another step of saving in each round
    for (const milliseconds of [1, 7, 13, 22, 31, 43]) {
      await saveAndKill(path, milliseconds);
      const content = readArchive(await readFile(path, { action: "read the archive" }))
        .get("content.bin")!
        .read();
      expect(content.length).toBe(size);
      expect(new Set(content).size).toBe(1);
    }
    // what was being written is beside it, under a name that nobody takes for the file
    const others = (await readdir(folder)).filter((name) => name !== "model.keras");
    expect(others.filter((name) => !/^\.model\.keras\.[\da-f-]{36}\.part$/.test(name))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
