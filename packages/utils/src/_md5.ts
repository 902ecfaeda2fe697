/**
 * MD5 of bytes as 32 hexadecimal digits. The web platform has none, and some of Keras' files are known by it only;
 * it tells a damaged file, not a forged one.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc1321 | RFC 1321}
 */
export function md5(bytes: Uint8Array): string {
  // padding: a one bit, zeros, and the length in bits in the last eight bytes of a block of 64
  const padded = new Uint8Array(Math.ceil((bytes.length + 9) / 64) * 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, bytes.length << 3, true);
  view.setUint32(padded.length - 4, Math.floor(bytes.length / 2 ** 29), true);

  const sines = Int32Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32));
  const words = new Int32Array(16);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let block = 0; block < padded.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getInt32(block + 4 * i, true);
    mixBlock(state, words, sines);
  }
  const digest = new DataView(state.buffer);
  return Array.from(state, (word, i) => {
    digest.setInt32(4 * i, word, false);
    return digest
      .getUint32(4 * i, true)
      .toString(16)
      .padStart(8, "0");
  }).join("");
}

const turns = [
  [7, 12, 17, 22],
  [5, 9, 14, 20],
  [4, 11, 16, 23],
  [6, 10, 15, 21],
] as const;

function mixBlock(state: Int32Array, words: Int32Array, sines: Int32Array): void {
  let [a, b, c, d] = state as unknown as [number, number, number, number]; // an Int32Array of four
  for (let i = 0; i < 64; i++) {
    const round = i >> 4;
    const mixed =
      round === 0 ? (b & c) | (~b & d) : round === 1 ? (d & b) | (~d & c) : round === 2 ? b ^ c ^ d : c ^ (b | ~d);
    const word = words[(round === 0 ? i : round === 1 ? 5 * i + 1 : round === 2 ? 3 * i + 5 : 7 * i) & 15]!;
    const sum = (a + mixed + sines[i]! + word) | 0;
    const turn = turns[round as 0 | 1 | 2 | 3][(i & 3) as 0 | 1 | 2 | 3];
    a = d;
    d = c;
    c = b;
    b = (b + ((sum << turn) | (sum >>> (32 - turn)))) | 0;
  }
  for (const [i, part] of [a, b, c, d].entries()) state[i] = (state[i]! + part) | 0;
}
