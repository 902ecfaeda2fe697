/** The address of what is nowhere. */
export const undefinedAddress = -1;

/** A block of a known length that is filled field by field, little-endian; what is left stays zero. */
export class Fields {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.#view = new DataView(this.bytes.buffer);
  }

  u8(...values: number[]): this {
    for (const value of values) this.#view.setUint8(this.#at++, value);
    return this;
  }
  u16(...values: number[]): this {
    for (const value of values) {
      this.#view.setUint16(this.#at, value, true);
      this.#at += 2;
    }
    return this;
  }
  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }
  /** A length or an address; -1 has all bits set. */
  u64(...values: number[]): this {
    for (const value of values) {
      this.#view.setBigInt64(this.#at, BigInt(value), true);
      this.#at += 8;
    }
    return this;
  }
  text(letters: string): this {
    for (let i = 0; i < letters.length; i++) this.u8(letters.charCodeAt(i));
    return this;
  }
  /** Bytes, and zeros up to a multiple of `multiple`. */
  put(bytes: Uint8Array, multiple = 1): this {
    this.bytes.set(bytes, this.#at);
    this.#at += padded(bytes.length, multiple);
    return this;
  }
  skip(length: number): this {
    this.#at += length;
    return this;
  }
}

/** The length rounded up to a multiple. */
export function padded(length: number, multiple = 8): number {
  return Math.ceil(length / multiple) * multiple;
}
