import { type DataId, engine, type Variable } from "@hornbeam/kernels/tfjs";
import { bytesOf, type Entry, type RecordedBackend, sizeOf } from "./backend.ts";

/** Memory that programs have in their arguments: it stays where it is as long as one of them does. */
export interface Home {
  readonly id: number;
  readonly address: number;
  readonly bytes: number;
  /** What the backend keeps of the tensor whose values are there; undefined while there is none. */
  entry: Housed | undefined;
  /** Programs that refer to it. */
  programs: number;
  /** How often something was written there: who has worked on its values compares this number to learn whether they are others. */
  writes: number;
}

/** Bytes up to which a variable is moved out of the way. */
const small = 1 << 20;

type Housed = Entry & { home?: Home | undefined };

/**
 * Keeps the values of variables at addresses of their own. Between steps a variable may be assigned, which gives it other
 * memory, or cloned, which makes two tensors share it; {@link Homes.settle} brings it home again, and clones keep what they
 * have.
 */
export class Homes {
  readonly #backend: RecordedBackend;
  readonly #homes = new WeakMap<Variable, Home>();

  constructor(backend: RecordedBackend) {
    this.#backend = backend;
    const { dataIdMap } = backend;
    const below = backend.disposeData.bind(backend);
    // a tensor that goes leaves its home to the programs
    backend.disposeData = (dataId: DataId, force = false) => {
      const entry = dataIdMap.has(dataId) ? (dataIdMap.get(dataId) as Housed) : undefined;
      const home = entry?.home;
      if (!home) return below(dataId, force);
      entry.refCount--;
      if (!force && entry.refCount > 0) return false;
      home.entry = undefined;
      dataIdMap.delete(dataId);
      return true;
    };
  }

  /** Where a variable is at home: where it is now, unless it has a home already. */
  of(variable: Variable): Home {
    this.unshare(variable);
    let home = this.#homes.get(variable);
    if (home) this.settle(variable, home);
    else {
      home = this.keep(variable.dataId);
      this.#homes.set(variable, home);
    }
    return home;
  }

  /** Makes the place where a tensor's values are a home. */
  keep(dataId: object): Home {
    const entry = this.#entry(dataId);
    if (entry.home) return entry.home;
    const { id, memoryOffset: address } = entry;
    const home: Home = { id, address, bytes: bytesOf(entry), entry, programs: 0, writes: 0 };
    entry.home = home;
    return home;
  }

  /** Gives a home up that no program refers to any more. */
  release(home: Home, variable?: Variable): void {
    if (--home.programs > 0) return;
    if (variable) this.#homes.delete(variable);
    if (home.entry) home.entry.home = undefined;
    else {
      this.#backend.wasm._free(home.address);
      this.#backend.wasm.tfjs.disposeData(home.id);
    }
  }

  /** Brings a variable home, if it has one. */
  return(variable: Variable): void {
    const home = this.#homes.get(variable);
    if (home && !this.isAtHome(variable, home)) this.settle(variable, home);
  }

  /** Whether a variable's values are at home and its alone. */
  isAtHome(variable: Variable, home: Home): boolean {
    const { dataIdMap } = this.#backend;
    const { entry } = home;
    return entry?.refCount === 1 && dataIdMap.has(variable.dataId) && dataIdMap.get(variable.dataId) === entry;
  }

  /** Brings a variable's values home. */
  settle(variable: Variable, home: Home): void {
    if (this.isAtHome(variable, home)) return;
    const { dataIdMap, wasm } = this.#backend;
    const now = this.#entry(variable.dataId);
    const { shape, dtype } = now;
    if (home.entry) this.#moveOut(home.entry);
    const entry: Housed = { id: home.id, memoryOffset: home.address, shape, dtype, refCount: 1, home };
    home.entry = entry;
    home.writes++;
    wasm.HEAPU8.copyWithin(home.address, now.memoryOffset, now.memoryOffset + home.bytes);
    const dataId = { id: this.#backend.dataIdNextNumber++ };
    dataIdMap.set(dataId, entry);
    const tensor = engine().makeTensorFromTensorInfo({ dataId, shape: [...shape], dtype });
    variable.assign(tensor);
    tensor.dispose();
  }

  /** Gives a variable whose values others share values of its own. */
  unshare(variable: Variable): void {
    const { dataIdMap } = this.#backend;
    if (!dataIdMap.has(variable.dataId)) return;
    const entry = this.#entry(variable.dataId);
    if (entry.refCount === 1) return;
    const home = this.#homes.get(variable);
    if (home && entry.home === home) {
      this.settle(variable, home);
      return;
    }
    const info = this.#backend.makeOutput(entry.shape, entry.dtype);
    const to = this.#entry(info.dataId).memoryOffset;
    this.#backend.wasm.HEAPU8.copyWithin(to, entry.memoryOffset, entry.memoryOffset + bytesOf(entry));
    const tensor = engine().makeTensorFromTensorInfo({ ...info, shape: [...entry.shape] });
    variable.assign(tensor);
    tensor.dispose();
  }

  /**
   * Does work while small variables that have no home are out of memory, and stock kernels have forgotten all of them. Steps
   * that were run before a program was made have left them in the midst of free memory; when they come back, they take
   * little pieces of what the work has left. Where that has left too little, `undo` must give it back.
   */
  aside<T>(variables: readonly Variable[], work: () => T, undo: (made: T) => void): T {
    const { dataIdMap, wasm } = this.#backend;
    const entries = variables.flatMap(({ dataId }) => (dataIdMap.has(dataId) ? this.#entry(dataId) : []));
    const known = [...new Set(entries)].filter(({ memoryOffset }) => memoryOffset);
    const moved = known.filter((entry) => !entry.home && bytesOf(entry) <= small);
    const waiting = moved.map((entry) => {
      const from = entry.memoryOffset;
      return { entry, values: wasm.HEAPU8.slice(from, from + bytesOf(entry)) };
    });
    for (const { id } of known) wasm.tfjs.disposeData(id);
    for (const { memoryOffset } of moved) wasm._free(memoryOffset);
    const comeBack = () => {
      for (let next = waiting[0]; next; next = waiting[0]) {
        const memoryOffset = wasm._malloc(next.values.length);
        wasm.HEAPU8.set(next.values, memoryOffset);
        Object.assign(next.entry, { memoryOffset });
        waiting.shift();
      }
    };
    try {
      const made = work();
      try {
        comeBack();
      } catch (full) {
        undo(made);
        throw full;
      }
      return made;
    } finally {
      comeBack();
      for (const entry of known) wasm.tfjs.registerTensor(entry.id, sizeOf(entry), entry.memoryOffset);
    }
  }

  /** Gives tensors that share a home with a variable memory of their own. */
  #moveOut(entry: Housed): void {
    const { wasm } = this.#backend;
    const bytes = bytesOf(entry);
    const from = entry.memoryOffset;
    const address = wasm._malloc(bytes);
    wasm.HEAPU8.copyWithin(address, from, from + bytes);
    const id = this.#backend.dataIdNextNumber++;
    wasm.tfjs.registerTensor(id, sizeOf(entry), address);
    Object.assign(entry, { id, memoryOffset: address, home: undefined });
  }

  #entry(dataId: object): Housed {
    return this.#backend.dataIdMap.get(dataId) as Housed;
  }
}
