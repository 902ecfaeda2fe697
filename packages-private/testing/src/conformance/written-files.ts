import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { Callback } from "@hornbeam/core";

export interface WrittenFiles {
  /** To be put behind the callbacks that write. */
  readonly callback: Callback;
  /** The checkpoints that each epoch wrote. */
  readonly byEpoch: { readonly epoch: number; readonly written: readonly string[] }[];
}

/** Notes which checkpoint files appear or change in a folder from epoch to epoch. */
export function writtenFiles(folder: string): WrittenFiles {
  const byEpoch: { epoch: number; written: readonly string[] }[] = [];
  let before = stampsIn(folder);
  class Recorder extends Callback {
    override onEpochEnd(epoch: number): void {
      const now = stampsIn(folder);
      byEpoch.push({ epoch, written: [...now.keys()].filter((name) => now.get(name) !== before.get(name)).sort() });
      before = now;
    }
  }
  return { callback: new Recorder(), byEpoch };
}

/** When each checkpoint was written, in a form that a second write changes. */
function stampsIn(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => /\.(keras|h5)$/.test(name));
  return new Map(
    names.map((name) => {
      const { mtimeNs, ctimeNs, ino } = statSync(join(folder, name), { bigint: true });
      return [name, `${mtimeNs} ${ctimeNs} ${ino}`];
    }),
  );
}
