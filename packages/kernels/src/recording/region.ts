import type { DataId, DataType, Variable } from "@hornbeam/kernels/tfjs";

/** What a recorded step may refer to: a piece of memory, whatever its address will be when the step is replayed. */
export interface Region {
  /**
   * `buffer`: made in the step; `input`: a tensor that the step was given; `variable`: the values of one of TensorFlow.js'
   * variables; `outside`: any other tensor from before; `foreign`: made in the step, but not by what is recorded.
   */
  readonly kind: "buffer" | "input" | "variable" | "outside" | "foreign";
  readonly address: number;
  readonly bytes: number;
  /** Number among the inputs. */
  readonly index?: number;
  readonly variable?: Variable;
  readonly dataId?: DataId;
  /** Values that the host wrote once and for all. */
  constant?: Uint8Array;
  /** Whether JavaScript wrote to it before anything else did. */
  written?: boolean;
  /** Whether the host writes new values before each replay. */
  filled?: boolean;
  /** Whether its values are read after the step. */
  isResult?: boolean;
  /** Whether it has memory of its own, which is all zeros until something is written there. */
  lasts?: boolean;
  /** The number on which its being made depends. */
  readonly condition?: Place | undefined;
  /** Whether something refers to it. */
  isUsed?: boolean;
  /** What the stock kernels' table says of it: number and size, where they refer to it by number. */
  stock?: { id: number; size: number };
}

/** A place in a region. */
export interface Place {
  readonly region: Region;
  readonly offset: number;
}

/** A tensor whose values are read after the step. */
export interface Result {
  readonly place: Place;
  readonly shape: readonly number[];
  readonly dtype: DataType;
}

/** Regions by address, as they are while a step is recorded. */
export class Regions {
  readonly #byAddress = new Map<number, Region>();

  add(region: Region): void {
    this.#byAddress.set(region.address, region);
  }
  remove(address: number): void {
    this.#byAddress.delete(address);
  }
  /** The region that starts at an address. */
  at(address: number): Region | undefined {
    return this.#byAddress.get(address);
  }
  /** The place of an address: most lie at the start of a region, few within one. */
  find(address: number): Place | undefined {
    const exact = this.#byAddress.get(address);
    if (exact) return { region: exact, offset: 0 };
    for (const region of this.#byAddress.values()) {
      if (address > region.address && address < region.address + region.bytes)
        return { region, offset: address - region.address };
    }
    return undefined;
  }
}
