import { OptionError, refusal } from "@hornbeam/core";
import { unreadable } from "./_unreadable.ts";

/** How much a file may ask of its reader. All are far above what Keras writes; raise one for an honest file that needs it. */
export interface Hdf5Limits {
  /** Groups inside groups. */
  readonly depth: number;
  /** Attributes of one object. */
  readonly attributes: number;
  /** Members of all groups that were listed. */
  readonly links: number;
  /** Header messages, tree nodes and heap blocks that were visited. */
  readonly blocks: number;
  /** Bytes of text that were decoded. */
  readonly textBytes: number;
  /** Bytes of data that are not in the file as they stand: deflated chunks, chunks that are absent, fill values. */
  readonly expandedBytes: number;
}

const MiB = 2 ** 20;

/** Limits for a file of so many bytes. Deflate cannot do better than 1 to 1032, so honest chunks stay below 1100. */
export function defaultLimits(fileBytes: number): Hdf5Limits {
  return {
    depth: 64,
    attributes: 10_000,
    links: 200_000,
    blocks: 2_000_000,
    textBytes: Math.max(16 * MiB, 2 * fileBytes),
    expandedBytes: Math.min(Math.max(64 * MiB, 1100 * fileBytes), 2 ** 33),
  };
}

/** The defaults for a file with a caller's own on top. */
export function limitsFor(fileBytes: number, given: Partial<Hdf5Limits> = {}): Hdf5Limits {
  const limits = defaultLimits(fileBytes);
  for (const [name, value] of Object.entries(given)) {
    const action = "read HDF5 file";
    if (!Object.hasOwn(limits, name)) {
      const expected = `limits must be among ${Object.keys(limits).join(", ")}`;
      throw refusal(OptionError, { action, option: "limits", expected, received: name });
    }
    if (!Number.isFinite(value) || value < 0) {
      const expected = `\`limits.${name}\` must be a finite number from 0`;
      throw refusal(OptionError, { action, option: "limits", expected, received: value });
    }
  }
  return { ...limits, ...given };
}

type Spendable = "links" | "blocks" | "textBytes" | "expandedBytes";

const nouns: Readonly<Record<Spendable, string>> = {
  links: "members of groups",
  blocks: "header messages and blocks",
  textBytes: "bytes of text",
  expandedBytes: "bytes of data that it does not store",
};

/** What is left of the limits while a file is read. */
export class Budget {
  readonly limits: Hdf5Limits;
  readonly #spent: Record<Spendable, number> = { links: 0, blocks: 0, textBytes: 0, expandedBytes: 0 };

  constructor(limits: Hdf5Limits) {
    this.limits = limits;
  }

  /** @throws when the total exceeds the limit; call it before allocating. */
  spend(what: Spendable, amount: number): void {
    const total = this.#spent[what] + amount;
    if (!(total <= this.limits[what])) {
      throw unreadable(`it must not declare more than ${this.limits[what]} ${nouns[what]} (limit ${what})`, total);
    }
    this.#spent[what] = total;
  }
}
