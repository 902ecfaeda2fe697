import { type Files, fileSystem } from "../_files.ts";
import { joinPath } from "../_paths.ts";
import { nodeHost } from "./_host_node.ts";
import { EventWriter } from "./writer.ts";

let made = 0;

/** The files of one log folder: on disk or, where that is wanted or there is none, in memory. */
export class LogFiles {
  readonly #folder: string;
  readonly #disk: Files | undefined;
  readonly #kept = new Map<string, Uint8Array[]>();

  constructor(folder: string, inMemory: boolean) {
    this.#folder = folder;
    this.#disk = inMemory ? undefined : fileSystem();
  }

  /** A writer to a new event file in a sub-folder. */
  eventWriter(subfolder: string): EventWriter {
    const { host, pid } = nodeHost() ?? { host: "browser", pid: 0 };
    const seconds = String(Math.floor(Date.now() / 1000)).padStart(10, "0");
    const path = this.path(`${subfolder}/events.out.tfevents.${seconds}.${host}.${pid}.${made++}.v2`);
    return new EventWriter(
      (bytes) => this.#append(path, bytes),
      () => Date.now() / 1000,
    );
  }

  /** Writes a file as a whole. */
  async write(name: string, content: string): Promise<void> {
    const path = this.path(name);
    if (this.#disk) await this.#disk.write(path, content);
    else this.#kept.set(path, [new TextEncoder().encode(content)]);
  }

  async makeFolder(name: string): Promise<void> {
    await this.#disk?.makeFolder(this.path(name));
  }

  path(name: string): string {
    return joinPath(this.#folder, name);
  }

  /** What is in memory, by path. */
  get kept(): ReadonlyMap<string, Uint8Array<ArrayBuffer>> {
    const whole = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const [path, parts] of this.#kept) {
      const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
      let at = 0;
      for (const part of parts) {
        bytes.set(part, at);
        at += part.length;
      }
      whole.set(path, bytes);
    }
    return whole;
  }

  async #append(path: string, bytes: Uint8Array): Promise<void> {
    if (this.#disk) return this.#disk.append(path, bytes);
    const parts = this.#kept.get(path) ?? [];
    parts.push(bytes);
    this.#kept.set(path, parts);
  }
}
