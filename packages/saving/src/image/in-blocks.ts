import type { FileImage, Piece } from "./file-image.ts";

const blockBytes = 2 ** 20;

/** The pieces of a file with small neighbours put together: as few writes as there are megabytes. */
export function* inBlocks(image: FileImage): Generator<Piece> {
  const block = new Uint8Array(Math.min(blockBytes, image.length));
  let start = 0;
  let end = 0;
  let furthest = 0;
  for (const { at, bytes } of image.pieces()) {
    // a gap is zeros, unless something was written there before
    const follows = at === end || (at > end && end === furthest);
    const fits = follows && at + bytes.length <= start + block.length;
    furthest = Math.max(furthest, at + bytes.length);
    if (!fits && end > start) yield { at: start, bytes: block.subarray(0, end - start) };
    if (!fits) {
      start = at;
      end = at;
    }
    if (bytes.length > block.length) {
      yield { at, bytes };
      start = end = at + bytes.length;
      continue;
    }
    block.fill(0, end - start, at - start);
    block.set(bytes, at - start);
    end = at + bytes.length;
  }
  if (end > start) yield { at: start, bytes: block.subarray(0, end - start) };
}
