import { spawnSync } from "node:child_process";
import { cpus } from "node:os";

/** What the figures were measured on. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly vectors: string;
  readonly node: string;
  readonly keras: string | null;
}

export async function environment(): Promise<Environment> {
  const { readFile } = await import("node:fs/promises");
  const info = await readFile("/proc/cpuinfo", "utf8").catch(() => "");
  const flags = new Set(/^flags\s*:(.*)$/m.exec(info)?.[1]?.trim().split(" "));
  const vectors = ["avx512f", "avx2", "avx"].find((name) => flags.has(name)) ?? "unknown";
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    vectors,
    node: process.version,
    keras: kerasVersions(),
  };
}

function kerasVersions(): string | null {
  const python = process.env["KERAS_PYTHON"];
  if (!python) return null;
  const code =
    "import importlib.metadata as m; print('Keras', m.version('keras'), 'TensorFlow', m.version('tensorflow-cpu'))";
  return spawnSync(python, ["-c", code]).stdout?.toString().trim() || null;
}
