import { describe, expect, it } from "vitest";
import { adler32, fletcher32, lookup3 } from "./checksum.ts";

const ascii = (text: string) => new TextEncoder().encode(text);

describe("checksums", () => {
  it("hash as lookup3's author says", () => {
    expect(lookup3(ascii(""))).toBe(0xdeadbeef);
    expect(lookup3(ascii("Four score and seven years ago"))).toBe(0x17770551);
  });

  it("sum 16-bit words as Fletcher does, an odd byte as the high half of a word", () => {
    // words 0102, 0304: sums 0406 and 0102 + 0406
    expect(fletcher32(Uint8Array.of(1, 2, 3, 4))).toBe(0x0508_0406);
    // words 0102, 0300: sums 0402 and 0102 + 0402
    expect(fletcher32(Uint8Array.of(1, 2, 3))).toBe(0x0504_0402);
  });

  it("fold Fletcher's sums modulo 65535 over many words", () => {
    const bytes = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7) & 255);
    let low = 0;
    let high = 0;
    for (let i = 0; i < bytes.length; i += 2) {
      low = (low + bytes[i]! * 256 + bytes[i + 1]!) % 65535;
      high = (high + low) % 65535;
    }
    expect(fletcher32(bytes)).toBe(high * 65536 + low);
  });

  it("sum bytes modulo 65521 as Adler does", () => {
    expect(adler32(ascii("Wikipedia"))).toBe(0x11e60398);
    const many = new Uint8Array(10_000).fill(255);
    const a = 1 + 255 * 10_000;
    const b = 10_000 + (255 * 10_000 * 10_001) / 2;
    expect(adler32(many)).toBe((b % 65521) * 65536 + (a % 65521));
  });
});
