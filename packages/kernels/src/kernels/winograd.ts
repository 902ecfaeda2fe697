import { scratchBytes } from "../abi.ts";
import type { Runtime } from "../runtime.ts";

/** Sizes of a convolution of stride 1, of outputs with `cout` channels from inputs with `cin`. */
export interface Winograd {
  readonly batch: number;
  readonly h: number;
  readonly w: number;
  readonly cin: number;
  readonly top: number;
  readonly left: number;
  readonly oh: number;
  readonly ow: number;
  readonly cout: number;
  readonly taps: number;
}

const tilesOf = ({ batch, oh, ow }: Winograd) => batch * Math.ceil(oh / 4) * Math.ceil(ow / 4);

/**
 * Whether Winograd's algorithm is faster than the direct kernels: by an estimate of both, in nanoseconds on one core.
 *
 * Direct: 2 operations a tap at 58 GFLOPS. Winograd with `n x n` points a tile of 4 x 4 outputs: 2 operations a point at 48
 * GFLOPS, 0.35 ns for each number that is transformed to or from the points, 0.3 ns for each number of the filter at the points.
 * Outputs of few tiles are mostly edge, so they lose by themselves. The error of a result is up to 1e-5 of the largest
 * result, where that of the direct kernels is 1e-6, and a number that is not finite spoils its tile; so convolutions of less
 * than 0.2 ms, which have little to gain, stay direct.
 */
export function prefersWinograd(sizes: Winograd): boolean {
  const { batch, oh, ow, cin, cout, taps } = sizes;
  if ((taps !== 3 && taps !== 5) || cin % 4 || cout % 4 || batch * oh * ow === 0) return false;
  const points = (taps + 3) ** 2;
  const tiles = tilesOf(sizes);
  const direct = (2 * taps * taps * cin * cout * batch * oh * ow) / 58;
  const products = (2 * points * tiles * cin * cout) / 48;
  const transforms = 0.35 * points * (tiles * (cin + cout)) + 0.3 * points * cin * cout;
  return direct > 2e5 && products + transforms < direct;
}

/** Tiles of a block whose planes fit into the L2 cache, a multiple of 30; at least one such block. */
function blockOf({ cin, cout, taps }: Winograd, tiles: number, bytes: number): number {
  const most = Math.max(1, Math.floor(bytes / (4 * (taps + 3) ** 2 * (cin + cout)) / 30));
  return 30 * Math.min(most, Math.ceil(tiles / 30));
}

/** Tiles of a unit of `winograd`, which divides every block: UNIT of assembly/winograd.ts. */
const unitTiles = 6;

/** Bytes from one matrix of so many numbers to the next: planeStep of assembly/winograd-tile.ts. */
const planeBytes = (numbers: number) => (Math.ceil(numbers / 16) * 64) | 64;

/** Bytes of scratch beyond the usual ones for the planes of a block, a patch and the constants. */
function scratchOf({ cin, cout, taps }: Winograd, block: number): number {
  const points = (taps + 3) ** 2;
  const planes = points * (planeBytes(block * cin) + planeBytes(block * cout));
  return Math.max(0, planes + 4 * points * Math.max(cin, cout) + 4096 - scratchBytes);
}

/** Addresses of what {@link winograd} reads and writes. */
export interface WinogradOperands {
  readonly x: number;
  readonly filter: number;
  readonly y: number;
  readonly bias: number;
  readonly flags: number;
}

/** The convolution; with `flip` the filter is `[taps, taps, cout, cin]` and turned by 180 degrees, for an input's gradient. */
export function winograd(
  runtime: Runtime,
  sizes: Winograd,
  { filter, ...operands }: WinogradOperands,
  flip = false,
): void {
  const { batch, cin, cout, taps, ...rest } = sizes;
  const panels = Math.ceil(cout / 8);
  const planes = runtime.workspace((taps + 3) ** 2 * planeBytes(8 * panels * cin));
  runtime.run("winogradFilter", panels, {
    taps,
    cin: flip ? cout : cin,
    cout: flip ? cin : cout,
    flip: Number(flip),
    filter,
    planes,
  });
  const tiles = tilesOf(sizes);
  const block = blockOf(sizes, tiles, 3 << 17);
  const args = { taps, cin, cout, ...rest, tiles, block, planes, ...operands };
  runtime.run("winograd", Math.ceil(tiles / unitTiles), args, scratchOf(sizes, block));
}

/** The gradient of the filter, to `dw`. */
export function winogradFilterGradient(
  runtime: Runtime,
  sizes: Winograd,
  { x, dy, dw }: { readonly x: number; readonly dy: number; readonly dw: number },
): void {
  const { batch, ...rest } = sizes;
  const { taps, cin, cout } = rest;
  const tiles = tilesOf(sizes);
  const bytes = (taps + 3) ** 2 * planeBytes(cin * cout);
  // parts have sums of their own: up to 8, up to 16 MiB of them, and enough tiles to be worth them
  const parts = Math.max(1, Math.min(8, Math.floor(tiles / 96), Math.floor((1 << 24) / bytes)));
  const block = blockOf(sizes, Math.ceil(tiles / parts), 3 << 18);
  const sums = runtime.workspace(parts * bytes);
  const args = { ...rest, tiles, block, parts, x, dy, sums };
  runtime.run("winogradFilterGradient", parts, args, scratchOf(sizes, block));
  runtime.run("winogradFilterGradientEnd", cout, { taps, cin, cout, parts, sums, dw });
}
