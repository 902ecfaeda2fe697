import type { FileImage } from "../image/file-image.ts";
import { padded } from "./fields.ts";

/** Bytes that are at hand, or are made when they are written. */
export type Content = Uint8Array | (() => Uint8Array);

/** Hands out addresses in a file that is being made, and keeps what goes there. */
export class Space {
  readonly #pieces: { readonly address: number; readonly content: Content }[] = [];
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

  /** What goes to an address; bytes may still change until they are written. */
  place(address: number, content: Content): void {
    this.#pieces.push({ address, content });
  }

  add(bytes: Uint8Array): number {
    const address = this.reserve(bytes.length);
    this.place(address, bytes);
    return address;
  }

  /** The file, its pieces in the order of their addresses. */
  toImage(): FileImage {
    const sorted = this.#pieces.toSorted((a, b) => a.address - b.address);
    return {
      length: this.#end,
      *pieces() {
        for (const { address, content } of sorted)
          yield { at: address, bytes: typeof content === "function" ? content() : content };
      },
    };
  }
}
