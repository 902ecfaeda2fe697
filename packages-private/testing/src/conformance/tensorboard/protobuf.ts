type Field = Uint8Array | bigint;

/** The fields of a protocol-buffer message by their numbers; fixed-size ones as their bytes. */
export function fields(data: Uint8Array): Map<number, Field[]> {
  const found = new Map<number, Field[]>();
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = data[at++];
      if (byte === undefined || shift > 63n) throw new RangeError("a message is cut off");
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
  };
  const take = (length: number): Uint8Array => {
    if (at + length > data.length) throw new RangeError("a message is cut off");
    at += length;
    return data.subarray(at - length, at);
  };
  while (at < data.length) {
    const key = Number(varint());
    const wire = key & 7;
    if (wire !== 0 && wire !== 1 && wire !== 2 && wire !== 5) throw new RangeError(`wire type ${wire}`);
    const value = wire === 0 ? varint() : take(wire === 1 ? 8 : wire === 5 ? 4 : Number(varint()));
    const list = found.get(key >>> 3);
    if (list) list.push(value);
    else found.set(key >>> 3, [value]);
  }
  return found;
}

export function numberOf(field: Field | undefined): number {
  return typeof field === "bigint" ? Number(BigInt.asIntN(64, field)) : 0;
}
export function textOf(field: Field | undefined): string {
  return field instanceof Uint8Array ? Buffer.from(field).toString("utf8") : "";
}
