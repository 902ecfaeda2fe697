import { threefry } from "@hornbeam/kernels";

/** A succession of random words under one key, for methods that cannot say beforehand how many they need. */
export class Words {
  readonly #key0: number;
  readonly #key1: number;
  readonly #block = new Uint32Array(1024);
  #at = 1024;
  #drawn = 0;

  constructor(key: ArrayLike<number>) {
    this.#key0 = key[0]!;
    this.#key1 = key[1]!;
  }

  /** The next 32 bits. */
  next(): number {
    if (this.#at === this.#block.length) {
      threefry(this.#block, this.#key0, this.#key1, this.#drawn, 0);
      this.#drawn += this.#block.length / 2;
      this.#at = 0;
    }
    return this.#block[this.#at++]!;
  }

  /** The next number in (0, 1), ends excluded. */
  fraction(): number {
    return (this.next() + 0.5) / 0x1_0000_0000;
  }
}
