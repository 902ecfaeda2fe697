import type { RecordedBackend } from "./backend.ts";

/** Memory of the backend that is freed together. */
export class Memory {
  readonly #backend: RecordedBackend;
  readonly #addresses: number[] = [];
  readonly #ids: number[] = [];

  constructor(backend: RecordedBackend) {
    this.#backend = backend;
  }

  take(bytes: number): number {
    const address = this.#backend.wasm._malloc(bytes, "program");
    this.#addresses.push(address);
    return address;
  }

  /** Makes an address known to stock kernels, as a tensor of `size` elements; gives its number. */
  register(address: number, size: number): number {
    const id = this.#backend.dataIdNextNumber++;
    this.#backend.wasm.tfjs.registerTensor(id, size, address);
    this.#ids.push(id);
    return id;
  }

  free(): void {
    for (const id of this.#ids) this.#backend.wasm.tfjs.disposeData(id);
    for (const address of this.#addresses) this.#backend.wasm._free(address);
    this.#ids.length = 0;
    this.#addresses.length = 0;
  }
}
