/** A piece of a file, and where it goes. */
export interface Piece {
  readonly at: number;
  readonly bytes: Uint8Array;
}

/**
 * A file that is made while it is written, piece by piece: weights are fetched one after the other, and no second copy of
 * the file is held.
 */
export interface FileImage {
  readonly length: number;
  /** The pieces, later ones over earlier ones; what none covers is zero. A piece is good until the next one is asked for. */
  pieces(): Iterable<Piece>;
}

/** A file of which the bytes are at hand. */
export function imageOf(bytes: Uint8Array): FileImage {
  return { length: bytes.length, pieces: () => [{ at: 0, bytes }] };
}

/**
 * The bytes of a file.
 *
 * @example
 * bytesOf({ length: 3, pieces: () => [{ at: 1, bytes: Uint8Array.of(7) }] }); // Uint8Array [0, 7, 0]
 */
export function bytesOf(image: FileImage): Uint8Array<ArrayBuffer> {
  const file = new Uint8Array(image.length);
  for (const { at, bytes } of image.pieces()) file.set(bytes, at);
  return file;
}
