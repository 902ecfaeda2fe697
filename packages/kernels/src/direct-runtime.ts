import { type DataId, type DataType, type KernelBackend, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { control } from "./abi.ts";
import type { Purpose } from "./guard-memory.ts";
import { type KernelModule, type Output, Runtime } from "./runtime.ts";
import type { SharedModule } from "./threads/thread-pool.ts";

/** What of the WASM backend is used beyond its public type; `memoryOf` and a test watch over it. */
export interface WasmBackend extends KernelBackend {
  readonly wasm: {
    readonly asm: Readonly<Record<string, unknown>>;
    readonly HEAPU8: Uint8Array;
    /** Throws where there is no room, see guard-memory.ts. */
    _malloc(bytes: number, purpose?: Purpose): number;
    _free(address: number): void;
    readonly tfjs: {
      registerTensor(id: number, size: number, memoryOffset: number): void;
      disposeData(id: number): void;
    };
  };
  readonly dataIdMap: {
    get(dataId: object): {
      readonly id: number;
      readonly memoryOffset: number;
      /** Where recorded programs have its values, see recording/homes.ts. */
      readonly home?: { writes: number } | undefined;
    };
  };
  makeOutput(shape: readonly number[], dtype: DataType): TensorInfo;
}

/** The backend's memory, if it can be used in place. */
export function memoryOf(backend: KernelBackend): WebAssembly.Memory | undefined {
  const { wasm, dataIdMap, makeOutput } = backend as Partial<WasmBackend>;
  if (!wasm?.asm || typeof wasm._malloc !== "function" || typeof wasm._free !== "function") return undefined;
  if (!(wasm.HEAPU8 instanceof Uint8Array)) return undefined;
  if (typeof wasm.tfjs?.registerTensor !== "function" || typeof wasm.tfjs.disposeData !== "function") return undefined;
  if (typeof dataIdMap?.get !== "function" || typeof makeOutput !== "function") return undefined;
  const memory = Object.values(wasm.asm).find((value) => value instanceof WebAssembly.Memory);
  return memory;
}

/** Computes in the memory of the WASM backend itself: nothing is copied. */
export class DirectRuntime extends Runtime {
  override readonly zeroCopy = true;
  declare readonly backend: WasmBackend;
  readonly #workspaces: number[] = [];
  /** What was made in frames that have not ended: those that fail take it back. */
  readonly #made: DataId[] = [];
  #depth = 0;

  constructor(backend: KernelBackend, module: KernelModule, memory: WebAssembly.Memory) {
    super(backend, module, memory);
  }

  /** Lets threads work on the memory, which must be shared, as the module must be made for it. */
  async share(compiled: WebAssembly.Module, module: SharedModule, memory: WebAssembly.Memory): Promise<void> {
    const { ThreadPool } = await import("./threads/thread-pool.ts"); // pages that are not isolated do without
    const address = (this.reserve(control.bytes + 63) + 63) & ~63;
    this.pool = new ThreadPool(compiled, module, memory, address >>> 0, this.vectorWidth === 256);
  }

  override frame<T>(body: () => T): T {
    const [before, made] = [this.#workspaces.length, this.#made.length];
    this.#depth++;
    try {
      return body();
    } catch (error) {
      for (const dataId of this.#made.splice(made)) this.backend.disposeData(dataId);
      throw error;
    } finally {
      if (--this.#depth === 0) this.#made.length = 0;
      while (this.#workspaces.length > before) this.release(this.#workspaces.pop()!);
    }
  }

  override input(tensor: TensorInfo): number {
    return this.backend.dataIdMap.get(tensor.dataId).memoryOffset;
  }

  override update(tensor: TensorInfo): number {
    const { id, memoryOffset, home } = this.backend.dataIdMap.get(tensor.dataId);
    if (home) home.writes++;
    // stock kernels keep what they packed of a kernel's old values until its tensor is gone: let it go, and come again
    const { tfjs } = this.backend.wasm;
    tfjs.disposeData(id);
    tfjs.registerTensor(id, util.sizeFromShape(tensor.shape), memoryOffset);
    return memoryOffset;
  }

  override output(shape: readonly number[], dtype: DataType = "float32"): Output {
    const info = this.backend.makeOutput(shape, dtype);
    if (this.#depth > 0) this.#made.push(info.dataId);
    return { info, address: this.input(info) };
  }

  override workspace(bytes: number): number {
    const address = this.reserve(bytes);
    this.#workspaces.push(address);
    return address;
  }

  protected override reserve(bytes: number): number {
    // unsigned: addresses go up to 4 GiB
    return this.backend.wasm._malloc(bytes);
  }

  protected override release(address: number): void {
    this.backend.wasm._free(address);
  }
}
