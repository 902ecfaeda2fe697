/** Why a pickle cannot be read; `readPickle` words the error. */
export class Unreadable extends Error {
  readonly received: readonly unknown[];

  constructor(expected: string, ...received: [] | [unknown]) {
    super(expected);
    this.received = received;
  }
}

/** Reads a pickle from its start to its end; nothing is allocated for lengths that the bytes do not have. */
export class ByteReader {
  #at = 0;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** How many bytes were read. */
  get position(): number {
    return this.#at;
  }

  u8(): number {
    return this.#view.getUint8(this.#step(1));
  }
  u16(): number {
    return this.#view.getUint16(this.#step(2), true);
  }
  i32(): number {
    return this.#view.getInt32(this.#step(4), true);
  }
  u32(): number {
    return this.#view.getUint32(this.#step(4), true);
  }
  u64(): number {
    const number = this.#view.getBigUint64(this.#step(8), true);
    if (number > BigInt(Number.MAX_SAFE_INTEGER)) throw new Unreadable("a length is out of range", number);
    return Number(number);
  }
  /** Big-endian, unlike all else. */
  f64(): number {
    return this.#view.getFloat64(this.#step(8));
  }

  /** The next bytes, over those of the file. */
  take(length: number): Uint8Array<ArrayBuffer> {
    const from = this.#step(length);
    return this.#bytes.subarray(from, from + length);
  }

  /** The text up to the end of the line, as Latin-1. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.#at);
    if (end < 0) throw new Unreadable("a line must have an end: it is truncated");
    const text = latin1(this.#bytes.subarray(this.#at, end));
    this.#at = end + 1;
    return text.endsWith("\r") ? text.slice(0, -1) : text;
  }

  #step(length: number): number {
    const left = this.#bytes.length - this.#at;
    if (length < 0 || length > left) {
      throw new Unreadable(`a value must lie within the ${left} bytes that are left: it is truncated`, length);
    }
    const from = this.#at;
    this.#at += length;
    return from;
  }
}

/** A character for each byte. (What TextDecoder calls latin1 is another encoding.) */
export function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let from = 0; from < bytes.length; from += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(from, from + 8192)));
  return parts.join("");
}
