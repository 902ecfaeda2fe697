const utf8 = /* @__PURE__ */ new TextEncoder();

/** A message of protocol buffers that is being written, field by field. Fields that hold zero are left out. */
export class MessageWriter {
  #bytes = new Uint8Array(64);
  #length = 0;

  double(field: number, value: number): this {
    if (value === 0) return this;
    this.#tag(field, 1);
    const at = this.#grow(8);
    new DataView(this.#bytes.buffer).setFloat64(at, value, true);
    return this;
  }
  /** A whole number, negative ones as 64 bits. */
  integer(field: number, value: number): this {
    if (value === 0) return this;
    this.#tag(field, 0);
    this.#varint(BigInt.asUintN(64, BigInt(value)));
    return this;
  }
  text(field: number, value: string): this {
    return value === "" ? this : this.bytes(field, utf8.encode(value));
  }
  /** Bytes, or a message in a message; written though empty. */
  bytes(field: number, value: Uint8Array | MessageWriter): this {
    const bytes = value instanceof MessageWriter ? value.finish() : value;
    this.#tag(field, 2);
    this.#varint(BigInt(bytes.length));
    const at = this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
    return this;
  }
  finish(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #tag(field: number, wire: number): void {
    this.#varint(BigInt((field << 3) | wire));
  }
  #varint(value: bigint): void {
    let rest = value;
    for (; rest > 127n; rest >>= 7n) this.#byte(Number(rest & 127n) | 128);
    this.#byte(Number(rest));
  }
  #byte(value: number): void {
    const at = this.#grow(1); // first: it may replace the bytes
    this.#bytes[at] = value;
  }
  /** Makes room; gives the place where it starts. */
  #grow(by: number): number {
    const at = this.#length;
    this.#length += by;
    if (this.#length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(this.#length, this.#bytes.length * 2));
      wider.set(this.#bytes);
      this.#bytes = wider;
    }
    return at;
  }
}
