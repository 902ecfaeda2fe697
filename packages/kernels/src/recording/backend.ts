import type { DataId, DataType } from "@hornbeam/kernels/tfjs";
import type { WasmBackend } from "../direct-runtime.ts";

/** What the backend keeps of a tensor's values. */
export interface Entry {
  readonly id: number;
  readonly memoryOffset: number;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  refCount: number;
}

/** What recording uses of the backend beyond what kernels do. */
export interface RecordedBackend extends WasmBackend {
  readonly dataIdMap: {
    has(dataId: object): boolean;
    get(dataId: object): Entry;
    set(dataId: object, entry: Entry): void;
    delete(dataId: object): boolean;
  };
  dataIdNextNumber: number;
  disposeData(dataId: DataId, force?: boolean): boolean;
  move(dataId: DataId, values: unknown, shape: number[], dtype: DataType, refCount: number): void;
  typedArrayFromHeap(tensor: { dataId: DataId }): unknown;
}

/** The backend, if it has all of that. */
export function recordedBackend(backend: WasmBackend): RecordedBackend | undefined {
  const { dataIdMap, move, typedArrayFromHeap, dataIdNextNumber } = backend as RecordedBackend;
  const complete =
    [dataIdMap.has, dataIdMap.set, dataIdMap.delete, move, typedArrayFromHeap].every((f) => typeof f === "function") &&
    typeof dataIdNextNumber === "number";
  return complete ? (backend as RecordedBackend) : undefined;
}

export function sizeOf({ shape }: { readonly shape: readonly number[] }): number {
  return shape.reduce((a, b) => a * b, 1);
}

export function bytesOf(tensor: { readonly shape: readonly number[]; readonly dtype: DataType }): number {
  return sizeOf(tensor) * (tensor.dtype === "bool" ? 1 : 4);
}

/**
 * Lets the stock kernels' table of tensors grow to `count` of them, before there are any: it is laid out anew when it grows,
 * and would do so amid the tensors of a step, in the way of what is to take their place.
 */
export function growTable({ wasm }: WasmBackend, count = 2048): void {
  const first = 2 ** 30; // numbers that no tensor has
  for (let id = first; id < first + count; id++) wasm.tfjs.registerTensor(id, 0, 0);
  for (let id = first; id < first + count; id++) wasm.tfjs.disposeData(id);
}
