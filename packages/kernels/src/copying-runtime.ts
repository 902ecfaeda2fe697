import { type DataType, type KernelBackend, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { noRoom } from "./guard-memory.ts";
import { type KernelModule, type Output, Runtime } from "./runtime.ts";

const page = 1 << 16;
/** Below it lies nothing: address 0 stays free. */
const base = 1024;
/** Tile kernels read up to 28 bytes past an array's end. */
const slack = 64;

/**
 * Computes in a memory of its own, for a backend whose memory cannot be used in place: copies tensors in before they are
 * read, and results out when the frame ends. Slower, with the same results.
 */
export class CopyingRuntime extends Runtime {
  override readonly zeroCopy = false;
  readonly #own: WebAssembly.Memory;
  #top = base;
  #depth = 0;
  #written: { info: TensorInfo; address: number; fresh: boolean }[] = [];

  constructor(backend: KernelBackend, module: KernelModule, memory: WebAssembly.Memory) {
    super(backend, module, memory);
    this.#own = memory;
  }

  override frame<T>(body: () => T): T {
    if (this.#depth > 0) return body(); // an inner frame belongs to the outer one
    this.#depth++;
    try {
      const result = body();
      for (const { info, address, fresh } of this.#written) this.#copyOut(info, address, fresh);
      return result;
    } finally {
      this.#depth--;
      this.#written = [];
      this.#top = base;
      this.forget();
    }
  }

  override input(tensor: TensorInfo): number {
    const made = this.#written.find(({ info }) => info.dataId === tensor.dataId);
    if (made) return made.address;
    const values = this.backend.readSync(tensor.dataId) as Float32Array | Int32Array | Uint8Array;
    const address = this.workspace(values.byteLength);
    this.bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address);
    return address;
  }

  override update(tensor: TensorInfo): number {
    const address = this.input(tensor);
    if (!this.#written.some(({ info }) => info.dataId === tensor.dataId)) {
      this.#written.push({ info: tensor, address, fresh: false });
    }
    return address;
  }

  override output(shape: readonly number[], dtype: DataType = "float32"): Output {
    // the data id is TensorFlow.js' to give: it is filled in when the values are there
    const info: TensorInfo = { dataId: {}, shape: [...shape], dtype };
    const address = this.workspace(util.sizeFromShape(info.shape) * util.bytesPerElement(dtype));
    this.#written.push({ info, address, fresh: true });
    return { info, address };
  }

  override workspace(bytes: number): number {
    const address = this.#top;
    const end = address + bytes + slack + 15;
    this.#top = end - (end % 16);
    const missing = this.#top - this.#own.buffer.byteLength;
    if (missing > 0) this.#grow(Math.ceil(missing / page), bytes);
    return address;
  }

  protected override reserve(bytes: number): number {
    return this.workspace(bytes);
  }

  protected override release(): void {
    // everything goes at the end of the frame
  }

  #grow(pages: number, bytes: number): void {
    try {
      this.#own.grow(pages);
    } catch {
      throw noRoom(bytes, this.#own.buffer.byteLength);
    }
  }
  #copyOut(info: TensorInfo, address: number, fresh: boolean): void {
    const { shape, dtype, dataId } = info;
    const bytes = util.sizeFromShape(shape) * util.bytesPerElement(dtype);
    const copy = this.bytes.slice(address, address + bytes).buffer;
    const values =
      dtype === "float32" ? new Float32Array(copy) : dtype === "int32" ? new Int32Array(copy) : new Uint8Array(copy);
    if (fresh) {
      info.dataId = this.backend.write(values, shape, dtype);
      return;
    }
    const references = this.backend.refCount(dataId);
    this.backend.disposeData(dataId, true);
    this.backend.move(dataId, values, shape, dtype, references);
  }
}
