/** A buffer to be placed: its size, and the first and the last moment at which it is used. */
export interface Lease {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

/** Where buffers lie in an arena, in the order in which they were given, and how many bytes it has. */
export interface Plan {
  readonly offsets: readonly number[];
  readonly bytes: number;
}

/** Kernels read up to 28 bytes past an array's end. */
const slack = 64;

/** Bytes that a buffer takes: whole vectors, and room behind it. */
export function roomFor(bytes: number): number {
  return ((bytes + slack + 15) & ~15) >>> 0; // unsigned: one piece may come close to 2 GiB
}

/**
 * Places buffers so that no two which are in use at the same moment overlap. The largest come first, each into the smallest
 * gap between those already placed that are in use with it:
 *
 *     offset │ ┌───────┐   ┌──────────┐
 *            │ │   A   │   │    D     │
 *            │ └───────┘   └──────────┘
 *            │ ┌──┐  ┌───────┐
 *            │ │B │  │   C   │
 *            └─┴──┴──┴───────┴──────────▶ time
 */
export function planArena(leases: readonly Lease[]): Plan {
  const offsets = new Array<number>(leases.length).fill(0);
  const order = leases.map((_, i) => i).sort((a, b) => leases[b]!.bytes - leases[a]!.bytes || a - b);
  /** What is placed, by offset. */
  const placed: { from: number; to: number; first: number; last: number }[] = [];
  let bytes = 0;
  for (const i of order) {
    const { first, last, bytes: size } = leases[i]!;
    const room = roomFor(size);
    let [best, smallest, end] = [-1, Number.POSITIVE_INFINITY, 0];
    for (const other of placed) {
      if (other.last < first || other.first > last) continue;
      const gap = other.from - end;
      if (gap >= room && gap < smallest) [best, smallest] = [end, gap];
      end = Math.max(end, other.to);
    }
    const from = best < 0 ? end : best;
    offsets[i] = from;
    bytes = Math.max(bytes, from + room);
    const at = placed.findIndex((other) => other.from > from);
    placed.splice(at < 0 ? placed.length : at, 0, { from, to: from + room, first, last });
  }
  return { offsets, bytes };
}
