import { expect, it } from "vitest";
import { bytesOf, type FileImage, imageOf, type Piece } from "./file-image.ts";
import { inBlocks } from "./in-blocks.ts";

const piece = (at: number, ...bytes: number[]): Piece => ({ at, bytes: Uint8Array.from(bytes) });
const image = (length: number, ...pieces: Piece[]): FileImage => ({ length, pieces: () => pieces });
/** What a file that is written block by block holds in the end, and in how many writes. */
function written(source: FileImage): { file: Uint8Array; writes: number } {
  const file = new Uint8Array(source.length).fill(0); // what was never written is zero
  let writes = 0;
  for (const { at, bytes } of inBlocks(source)) {
    file.set(bytes, at);
    writes++;
  }
  return { file, writes };
}

it("puts a file together from its pieces, gaps being zeros and later pieces on top", () => {
  expect(bytesOf(image(6, piece(1, 7, 8), piece(4, 9), piece(2, 1)))).toEqual(Uint8Array.of(0, 7, 1, 0, 9, 0));
  expect(bytesOf(imageOf(Uint8Array.of(1, 2)))).toEqual(Uint8Array.of(1, 2));
});

it("writes small neighbours together, and never zeros over what is there", () => {
  // content, the header before it, and content behind both
  const archive = image(9, piece(2, 1, 2), piece(0, 8, 9), piece(6, 3), piece(4, 5, 5));
  expect(written(archive)).toEqual({ file: bytesOf(archive), writes: 4 });
  const neighbours = image(20, piece(0, 1), piece(1, 2), piece(8, 3), piece(16, 4));
  expect(written(neighbours)).toEqual({ file: bytesOf(neighbours), writes: 1 });
});

it("passes large pieces on as they are", () => {
  const large = { at: 3, bytes: new Uint8Array(3 * 2 ** 20).fill(5) };
  const source = image(3 * 2 ** 20 + 8, piece(0, 1), large, piece(3 * 2 ** 20 + 7, 2));
  expect(written(source)).toEqual({ file: bytesOf(source), writes: 3 });
});
