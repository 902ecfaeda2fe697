import { mapStructure, type NDArray } from "@hornbeam/core";
import type { BatchSource, HostBatch } from "./batch-source.ts";
import { gatherRows } from "./gather-rows.ts";
import { permutation } from "./permutation.ts";

export interface ArraySourceOptions {
  readonly batchSize: number;
  readonly shuffle: boolean | "batch";
}

/** Batches of arrays in memory: in order, or in another order each pass. The last one may be short. */
export class ArraySource implements BatchSource {
  readonly numBatches: number;
  readonly #data: HostBatch;
  readonly #samples: number;
  readonly #options: ArraySourceOptions;
  /** Arrays of batches of full size that are done with. */
  readonly #spare: NDArray[][] = [];

  constructor(data: HostBatch, samples: number, options: ArraySourceOptions) {
    this.#data = data;
    this.#samples = samples;
    this.#options = options;
    this.numBatches = Math.ceil(samples / options.batchSize);
  }

  *open(): Generator<HostBatch> {
    const { batchSize, shuffle } = this.#options;
    const order = shuffle === true ? permutation(this.#samples) : undefined;
    for (let from = 0; from < this.#samples; from += batchSize) {
      const to = Math.min(from + batchSize, this.#samples);
      if (order) yield this.#gather(order.subarray(from, to));
      else if (shuffle === "batch") yield this.#gather(permutation(to - from).map((place) => place + from));
      else yield this.#rows((array) => array.slice(from, to));
    }
  }

  #gather(indices: ArrayLike<number>): HostBatch {
    const isFull = indices.length === this.#options.batchSize;
    const spare = isFull ? this.#spare.pop() : undefined;
    const arrays: NDArray[] = [];
    const batch = this.#rows((array) => {
      const rows = gatherRows(array, indices, spare?.[arrays.length]);
      arrays.push(rows);
      return rows;
    });
    return isFull ? { ...batch, recycle: () => this.#spare.push(arrays) } : batch;
  }
  #rows(rows: (array: NDArray) => NDArray): HostBatch {
    const pick = (data: unknown) => mapStructure(data, (leaf) => (leaf === null ? null : rows(leaf as NDArray)));
    const { x, y, sampleWeight } = this.#data;
    return { x: pick(x), y: pick(y), sampleWeight: pick(sampleWeight) };
  }
}

/**
 * The first samples of arrays, and the last share of them.
 */
export function splitSamples(data: HostBatch, share: number, samples: number): [HostBatch, HostBatch] {
  const at = Math.floor(samples * (1 - share));
  const cut = (from: number, to: number): HostBatch => {
    const part = (structure: unknown) =>
      mapStructure(structure, (leaf) => (leaf === null ? null : (leaf as NDArray).slice(from, to)));
    return { x: part(data.x), y: part(data.y), sampleWeight: part(data.sampleWeight) };
  };
  return [cut(0, at), cut(at, samples)];
}
