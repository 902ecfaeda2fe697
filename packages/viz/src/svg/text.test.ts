import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { describe, expect, it } from "vitest";
import { type Advances, bold, regular, unitsPerEm } from "./_font-metrics.ts";
import { ellipsis, textAt, textWidth } from "./_text.ts";

describe("the font metrics", () => {
  it.each([
    ["DejaVuSans.ttf", regular],
    ["DejaVuSans-Bold.ttf", bold],
  ] as const)("are those of %s", (file, advances) => {
    const font = readFont(file);
    expect(font.unitsPerEm).toBe(unitsPerEm);
    const wrong = advances.flatMap(([first, widths]) =>
      widths.flatMap((width, i) => (font.advance(first + i) === width ? [] : [String.fromCodePoint(first + i)])),
    );
    expect(wrong).toEqual([]);
    expect(count(advances)).toBe(324);
  });
});

describe("textWidth", () => {
  it("adds the widths of the characters", () => {
    // "0" is 1303 units wide, "." 651
    expect(textWidth("0.0", { size: 2048 })).toBe(3257);
    expect(textWidth("0.0", { size: 10.24 })).toBeCloseTo(16.285, 6);
    expect(textWidth("0", { size: 2048, weight: "bold" })).toBe(1425);
  });

  it("counts East Asian letters as an em, and marks over a letter as nothing", () => {
    expect(textWidth("漢字", { size: 10 })).toBe(20);
    expect(textWidth("e\u0301", { size: 2048 })).toBe(textWidth("e", { size: 2048 }));
  });
});

describe("textAt", () => {
  it("cuts what is too wide, and keeps the whole as a tool tip", () => {
    expect(ellipsis("abcdef", 1000, { size: 10 })).toBe("abcdef");
    const cut = ellipsis("a".repeat(50), 60, { size: 10 });
    expect(cut).toMatch(/^a+…$/);
    expect(textWidth(cut, { size: 10 })).toBeLessThanOrEqual(60);
    expect(textWidth(`a${cut}`, { size: 10 })).toBeGreaterThan(60);
    expect(textAt(0, 0, "a".repeat(50), { size: 10, fit: 60 })).toContain(`<title>${"a".repeat(50)}</title>`);
  });
});

function count(advances: Advances): number {
  return advances.reduce((sum, [, widths]) => sum + widths.length, 0);
}

/** The parts of a TrueType file that tell how wide a character is: `head`, `hhea`, `hmtx` and `cmap`, format 4. */
function readFont(file: string) {
  const bytes = readFileSync(createRequire(import.meta.url).resolve(`dejavu-fonts-ttf/ttf/${file}`));
  const table = new Map<string, number>();
  for (let i = 0; i < bytes.readUInt16BE(4); i++) {
    const at = 12 + 16 * i;
    table.set(bytes.toString("latin1", at, at + 4), bytes.readUInt32BE(at + 8));
  }
  const cmap = table.get("cmap")!;
  let unicode = 0;
  for (let i = 0; i < bytes.readUInt16BE(cmap + 2); i++) {
    const at = cmap + 4 + 8 * i;
    if (bytes.readUInt32BE(at) === 0x30001) unicode = cmap + bytes.readUInt32BE(at + 4);
  }
  const segments = bytes.readUInt16BE(unicode + 6) / 2;
  const glyph = (code: number): number => {
    for (let i = 0; i < segments; i++) {
      if (code > bytes.readUInt16BE(unicode + 14 + 2 * i)) continue;
      const start = bytes.readUInt16BE(unicode + 16 + 2 * segments + 2 * i);
      if (code < start) return 0;
      const delta = bytes.readInt16BE(unicode + 16 + 4 * segments + 2 * i);
      const place = unicode + 16 + 6 * segments + 2 * i;
      const offset = bytes.readUInt16BE(place);
      if (offset === 0) return (code + delta) & 0xffff;
      return bytes.readUInt16BE(place + offset + 2 * (code - start)) + delta;
    }
    return 0;
  };
  const measured = bytes.readUInt16BE(table.get("hhea")! + 34);
  return {
    unitsPerEm: bytes.readUInt16BE(table.get("head")! + 18),
    advance: (code: number) => bytes.readUInt16BE(table.get("hmtx")! + 4 * Math.min(glyph(code), measured - 1)),
  };
}
