import { padded } from "./fields.ts";

/** Hands out addresses in a file that is being made, and keeps what goes there. */
export class Space {
  readonly #pieces: { readonly address: number; readonly bytes: Uint8Array }[] = [];
  #end: number;

  /** @param start Bytes that are kept free at the front. */
  constructor(start: number) {
    this.#end = start;
  }

  get end(): number {
    return this.#end;
  }

  /** Room for `length` bytes, aligned to 8, so that every number can be read in place. */
  reserve(length: number): number {
    const address = this.#end;
    this.#end = address + padded(length);
    return address;
  }

  /** What goes to an address; the bytes may still change until `assemble`. */
  place(address: number, bytes: Uint8Array): void {
    this.#pieces.push({ address, bytes });
  }

  add(bytes: Uint8Array): number {
    const address = this.reserve(bytes.length);
    this.place(address, bytes);
    return address;
  }

  /** The file: each piece is copied once. */
  assemble(): Uint8Array {
    const file = new Uint8Array(this.#end);
    for (const { address, bytes } of this.#pieces) file.set(bytes, address);
    return file;
  }
}
