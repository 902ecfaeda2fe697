/** Numbers in [0, 1) that are the same for a seed in every run. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Bytes at which lengths, signs and ends are. */
const odd = [0, 1, 0x7f, 0x80, 0xff];

/** A file with some of its bytes changed, cut off, doubled, moved, or taken from another. */
export function mutate(whole: Uint8Array, other: Uint8Array, next: () => number): Uint8Array<ArrayBuffer> {
  const below = (limit: number): number => Math.floor(next() * limit);
  let bytes = Uint8Array.from(whole);
  for (let i = below(4); i >= 0 && bytes.length > 0; i--) {
    const at = below(bytes.length);
    const length = 1 + below(Math.min(64, bytes.length - at));
    switch (below(8)) {
      case 0:
        bytes = bytes.slice(0, at);
        break;
      case 1:
        bytes = Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
        break;
      case 2:
        bytes = Uint8Array.from([...bytes.subarray(0, at + length), ...bytes.subarray(at)]);
        break;
      case 3:
        bytes.copyWithin(at, below(bytes.length), below(bytes.length) + length);
        break;
      case 4:
        bytes.set(other.subarray(below(other.length)).subarray(0, length), at);
        break;
      case 5:
        bytes[at] = bytes[at]! ^ (1 << below(8));
        break;
      default:
        for (let k = 0; k < 1 + below(4) && at + k < bytes.length; k++)
          bytes[at + k] = next() < 0.5 ? odd[below(odd.length)]! : below(256);
    }
  }
  return bytes;
}
