import { refusal } from "@hornbeam/core";
import { LoadingError } from "../loading-error.ts";
import { mostBytes, type ReadFileOptions } from "./stored-file.ts";

const firstBytes = 2 ** 20;

/** Gathers bytes whose number is not known, or not believed, and refuses more than a limit. */
export class ByteCollector {
  readonly #name: string;
  readonly #options: ReadFileOptions;
  readonly #most: number;
  readonly #total: number | null;
  #bytes: Uint8Array<ArrayBuffer>;
  #length = 0;

  /**
   * @param total What the place says of the file's size.
   * @param believed Whether so much may be allocated at once.
   */
  constructor(name: string, options: ReadFileOptions, total: number | null, believed: boolean) {
    this.#name = name;
    this.#options = options;
    this.#most = options.maxBytes ?? mostBytes;
    this.#total = total;
    if (total !== null) this.#check(total);
    this.#bytes = new Uint8Array(believed ? (total ?? firstBytes) : Math.min(total ?? firstBytes, 64 * firstBytes));
  }

  /** Room behind what was gathered; never empty. */
  room(): Uint8Array<ArrayBuffer> {
    if (this.#length === this.#bytes.length) this.#grow(this.#length + 1);
    return this.#bytes.subarray(this.#length);
  }
  /** Counts bytes that were put into the room. */
  took(count: number): void {
    this.#check(this.#length + count);
    this.#length += count;
    this.#options.onProgress?.({ received: this.#length, total: this.#total });
  }
  add(bytes: Uint8Array): void {
    this.#check(this.#length + bytes.length);
    if (this.#length + bytes.length > this.#bytes.length) this.#grow(this.#length + bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.took(bytes.length);
  }
  finish(): Uint8Array<ArrayBuffer> {
    const { length } = this.#bytes;
    // room that was never filled is not worth a copy unless there is much of it
    return length - this.#length > length / 8 ? this.#bytes.slice(0, this.#length) : this.#bytes.subarray(0, this.#length); // biome-ignore format: one line
  }

  #grow(least: number): void {
    const length = Math.min(Math.max(least, 2 * this.#bytes.length), Math.max(least, this.#most));
    const larger = new Uint8Array(length);
    larger.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = larger;
  }
  #check(length: number): void {
    if (length <= this.#most) return;
    throw refusal(LoadingError, {
      action: this.#options.action,
      owner: this.#name,
      expected: `the file must not be larger than the limit of ${this.#most} bytes`,
      receivedAs: `${length} bytes or more:`,
      received: this.#name,
      hint: "Raise `maxBytes` if you trust the file.",
    });
  }
}
