import { type ChildProcess, fork } from "node:child_process";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Starts a process on one of the modules here. What has been compiled once is kept: the next one starts faster. */
export function startProcess(module: string, workerArguments: readonly string[] = []): ChildProcess {
  return fork(fileURLToPath(new URL(module, import.meta.url)), [...workerArguments], {
    execArgv: ["--conditions=@hornbeam/source", "--disable-warning=ExperimentalWarning"],
    env: { NODE_COMPILE_CACHE: join(tmpdir(), "hornbeam-compile-cache"), ...process.env },
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // JSON would make 0 of -0
    serialization: "advanced",
  });
}
