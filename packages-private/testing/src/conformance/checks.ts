import { isTensor } from "@hornbeam/core";
import { compareStructures, type Tolerance } from "./compare.ts";
import { compareJson } from "./compare-json.ts";
import { isPlainObject } from "./host.ts";

/** Gathers what differs in one case; every field of a case goes through one of these. */
export class Checks {
  readonly differences: string[] = [];
  readonly #owned: unknown[] = [];

  /** Has something freed at the end of the case: tensors, structures of them, objects with weights. */
  own<T>(value: T): T {
    this.#owned.push(value);
    return value;
  }
  disposeOwned(): void {
    for (const value of this.#owned.splice(0).reverse()) disposeAll(value);
  }

  /** Tensors and structures of them, against the stored ones. */
  structure(where: string, got: unknown, want: unknown, tolerance: Tolerance): void {
    this.#add(compareStructures(where, got, want, tolerance));
  }
  /** Plain data: configs, names, shapes. */
  json(where: string, got: unknown, want: unknown): void {
    this.#add(compareJson(where, got, want));
  }
  number(where: string, got: unknown, want: number, allowed: number): void {
    const difference = typeof got === "number" ? Math.abs(got - want) : Number.NaN;
    if (!(difference <= allowed)) this.fail(`${where}: ${String(got)}, wanted ${want} (within ${allowed})`);
  }
  holds(where: string, condition: boolean, message: string): void {
    if (!condition) this.fail(`${where}: ${message}`);
  }
  fail(message: string): void {
    this.differences.push(message);
  }

  #add(difference: string | undefined): void {
    if (difference !== undefined) this.differences.push(difference);
  }
}

function disposeAll(value: unknown): void {
  if (isTensor(value)) {
    if (!value.isDisposed) value.dispose();
  } else if (Array.isArray(value)) value.forEach(disposeAll);
  else if (isPlainObject(value)) Object.values(value).forEach(disposeAll);
  else if ((typeof value === "object" || typeof value === "function") && value !== null && Symbol.dispose in value) {
    (value as Disposable)[Symbol.dispose]();
  }
}
