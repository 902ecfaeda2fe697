import { type Arguments, type Command, flag } from "../abi.ts";

/**
 * Nanoseconds of one unit on one thread, about, how few units make a chunk that is worth its overhead (1), and how many are better
 * not cut, such as the rows of an image, as long as there is enough else to share.
 */
type Work = number | readonly [cost: number, least: number, whole?: number];

/** A matrix product. */
const product = (rows: number, columns: number, depth: number): number => (rows * columns * depth) / 25;

/** A product cut into few chunks, since each packs B again, or reads A. */
const rowsOrColumns = ({ m, n, k, flags }: Pick<Arguments<"gemm">, "m" | "n" | "k" | "flags">): Work =>
  flags & flag.columns ? [product(8, m, k), Math.max(4, n / 64)] : [product(1, n, k), Math.max(48, m / 16)];

/** A byte through the caches, and an element of a transcendental function. */
const byte = 0.1;
const exponential = 1.5;

interface Windowed {
  readonly c: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
}

interface Tiled {
  readonly taps: number;
  readonly cin: number;
  readonly cout: number;
}

const winograd = ({ taps, cin, cout }: Tiled, tiles: number): number =>
  (taps + 3) ** 2 * tiles * ((cin * cout) / 24 + 0.35 * (cin + cout));

interface Sequence {
  readonly steps: number;
  readonly units: number;
  readonly block: number;
}

/** All steps of a block of rows, with `gates` gates. */
const sequence = ({ steps, units, block }: Sequence, gates: number): number =>
  steps * (product(block, gates * units, units) + exponential * block * gates * units);

interface Patched {
  readonly kd: number;
  readonly kh: number;
  readonly kw: number;
  readonly cin: number;
  readonly cout: number;
  readonly groups: number;
}

const patches = ({ kd, kh, kw, cin, cout, groups }: Patched, voxels: number): number =>
  product(voxels, cout / groups, (kd * kh * kw * cin) / groups);

interface Heads {
  readonly heads: number;
  readonly groups: number;
  readonly targets: number;
  readonly sources: number;
  readonly size: number;
}

/** The heads of one group: so many products, and a softmax. */
const attention = ({ heads, groups, targets, sources, size }: Heads, products: number): number =>
  (heads / groups) * (products * product(targets, sources, size) + exponential * targets * sources);

const window = ({ c, kh, kw, oh, ow }: Windowed): number => 0.5 * c * kh * kw * oh * ow;

const volume = ({ kd, od, ...plane }: Windowed & { readonly kd: number; readonly od: number }): number =>
  kd * od * window(plane);

/**
 * What a unit of a command costs. It decides how a command is cut in chunks, or that it is too small for that, and with
 * that the speed, never the result.
 */
const works: { readonly [C in Command]?: (args: Arguments<C>) => Work } = {
  gemm: rowsOrColumns,
  gemmDescent: rowsOrColumns,
  batchGemm: ({ m, n, k }) => product(m, n, k),
  packPanels: ({ k }) => 64 * byte * k,
  lstm: (args) => sequence(args, 4),
  lstmGradient: (args) => sequence(args, 4),
  gru: (args) => sequence(args, 3),
  gruGradient: (args) => sequence(args, 3),
  simpleRnn: (args) => sequence(args, 1),
  simpleRnnGradient: (args) => sequence(args, 1),
  softmax: ({ columns }) => 10 + exponential * columns,
  softmaxGradient: ({ columns }) => 10 + 12 * byte * columns,
  layerNorm: ({ columns }) => 10 + 12 * byte * columns,
  layerNormGradient: ({ rows, columns, parts }) => (24 * byte * rows * columns) / parts,
  groupNorm: ({ rows, columns }) => 10 + 16 * byte * rows * columns,
  groupNormGradient: ({ rows, columns }) => 10 + 24 * byte * rows * columns,
  scaleBy: () => 8 * byte,
  columnMoments: ({ rows, columns, parts }) => (10 * byte * rows * columns) / parts,
  columnNorm: ({ columns, block }) => 8 * byte * block * columns,
  columnNormSums: ({ rows, columns, parts }) => (12 * byte * rows * columns) / parts,
  columnNormGradient: ({ columns, block }) => 16 * byte * block * columns,
  attention: (args) => attention(args, 2),
  attentionGradient: (args) => attention(args, 4),
  unary: () => exponential,
  unaryWith: () => 8 * byte,
  unaryIntegers: () => 8 * byte,
  unaryGradient: () => exponential,
  pad: ({ ph, pw, c }) => 4 * byte * ph * pw * c,
  packFilter: ({ k }) => 32 * byte * k,
  packFlippedFilter: ({ kh, kw, cout }) => 64 * byte * kh * kw * cout,
  conv2d: ({ kh, kw, cin, oh, ow, cout }) => [product(ow, cout, kh * kw * cin), Math.max(2, oh / 8), oh],
  conv2dFilterGradient: ({ batch, cin, kw, oh, ow }) => product(8, kw * cin, batch * oh * ow),
  convPatches: (args) => patches(args, args.block),
  convPatchesInputGradient: (args) => patches(args, args.od * args.oh * args.ow),
  convPatchesFilterGradient: (args) =>
    patches(args, (args.batch / args.parts) * args.groups * args.od * args.oh * args.ow),
  winogradFilter: ({ taps, cin }) => 3 * (taps + 3) ** 2 * cin,
  winograd: (args) => [winograd(args, 6), 1, args.block / 6],
  winogradFilterGradient: (args) => winograd(args, args.tiles / args.parts),
  winogradFilterGradientEnd: ({ taps, cin, parts }) => 0.3 * (taps + 3) ** 2 * cin * parts,
  depthwise: ({ c, multiplier, kh, kw, ow }) => 0.3 * c * multiplier * kh * kw * ow,
  flipTaps: ({ size }) => 8 * byte * size,
  depthwiseInputGradient: (args) => args.multiplier * window(args),
  depthwiseFilterGradient: ({ batch, parts, c, multiplier, kh, kw, oh, ow }) =>
    (0.3 * batch * c * multiplier * kh * kw * oh * ow) / parts,
  maxPool: (args) => window(args) / args.oh,
  averagePool: (args) => window(args) / args.oh,
  maxPoolGradient: window,
  averagePoolGradient: window,
  maxPool3d: (args) => volume(args) / args.od,
  maxPool3dGradient: volume,
  averagePool3d: (args) => volume(args) / args.od,
  averagePool3dGradient: volume,
  segmentSum: ({ rows, columns, segments }) => [(rows * columns) / segments, segments / 8],
  places: ({ depth }) => 1 + depth,
  gather: ({ size }) => 2 + 2 * byte * size,
  oneHot: ({ depth, size }) => 5 + byte * depth * size,
  bincount: ({ length, size }) => 10 + 1.5 * length + byte * size,
  binary: ({ op, n }) => 6 + (op >= 7 && op < 12 ? 2 * exponential : 10 * byte) * n,
  compare: ({ n }) => 6 + 10 * byte * n,
  logic: ({ n }) => 6 + byte * n,
  scan: ({ length, inner }) => 10 + (inner === 1 ? 0.5 : 0.15 * Math.min(16, inner)) * length,
  move: ({ d4, d5, size, s5, t5 }) => 6 + d4 * (3 + (s5 === 1 && t5 === 1 ? 2 * byte * size : 0.5) * d5),
  fill: ({ size }) => byte * size,
  select: ({ size }) => 3 * byte * size,
  reduce: ({ length, inner }) => 10 + (inner === 1 ? 0.15 : 0.15 * Math.min(16, inner)) * length,
  reduceBytes: ({ length, inner }) => 5 + (inner === 1 ? byte : 8 * byte) * length,
  argReduce: ({ length, inner }) => 10 + (inner === 1 ? 0.4 : 0.4 * Math.min(16, inner)) * length,
  order: ({ length, count }) => (count > 48 ? 2000 + 15 * length : 20 + (2 + count) * length),
  cast: () => 8 * byte,
  activationGradient: ({ rows, columns, parts }) => (12 * byte * rows * columns) / parts,
  biasActivation: ({ columns }) => 4 + 8 * byte * columns,
  sumRows: ({ rows }) => 1.5 * rows,
  crossEntropy: ({ columns }) => 15 + 1.5 * exponential * columns,
  binaryCrossEntropy: () => 2 * exponential,
  softmaxCrossEntropy: ({ columns }) => 10 + exponential * columns,
  lossRows: ({ kind, columns }) => 15 + (kind === 0 ? 1 : 1.5) * exponential * columns,
  scaleByNumbers: () => 8 * byte,
  scaleRows: ({ columns }) => 8 * byte * columns,
  resize: ({ c, ow, bilinear }) => (bilinear ? 3 + c : 2 + 0.5 * c) * ow,
  transform: ({ c, ow, nearest }) => (nearest ? 10 + 0.5 * c : 15 + c) * ow,
  transformGradient: ({ c, oh, ow }) => (20 + 3 * c) * oh * ow,
  resizeGradient: ({ c, oh, ow, bilinear }) => (bilinear ? 2 : 0.5) * c * oh * ow,
  sgd: () => 12 * byte,
  adam: () => 2,
  randomUniform: () => 15,
  randomNormal: () => 60,
  randomIntegers: () => 30,
  dropout: ({ inner, repeat }) => (1.5 + 8 * byte * repeat) * inner,
  rmsprop: () => 2,
  adagrad: () => 2,
  adadelta: () => 3,
  adamax: () => 2,
  nadam: () => 3,
  lion: () => 16 * byte,
  ftrl: ({ power }) => (power === 0.5 ? 3 : 30),
  scheduleFreeAdam: () => 3,
  lambMoments: ({ size, parts }) => (3 * size) / parts,
  lamb: () => 2,
  adafactorRows: ({ columns }) => 10 + 4 * byte * columns,
  adafactorColumns: ({ rows }) => 16 * 4 * byte * rows,
  adafactorMatrix: ({ columns }) => 10 + 2 * columns,
  adafactorVector: ({ size, parts }) => (2 * size) / parts,
  adafactor: () => 2,
  muonMomentum: ({ size, parts }) => (16 * byte * size) / parts,
  normalize: () => 8 * byte,
  sumSquares: ({ size, parts }) => (4 * byte * size) / parts,
  allFinite: ({ size, parts }) => (4 * byte * size) / parts,
  clipByNorm: () => 8 * byte,
  clamp: () => 8 * byte,
  combine: () => 12 * byte,
  decay: () => 8 * byte,
  average: () => 12 * byte,
};

/**
 * A command with less work than `alone` is not shared, since to wake others takes longer; a chunk has at least `shortest`, both
 * in nanoseconds. With `trials` work is shared only as long as that is faster. Tests set these to 0, 0 and false: then everything
 * is shared, and cut as small as it goes. Threads that nobody has asked for start after `start` milliseconds of work that they
 * could have shared, about what their start takes.
 */
export const limits = { alone: 30_000, shortest: 10_000, trials: true, start: 20 };

/** The cost of a unit of a command that is not in the table: that of a few numbers. */
const unknown = 10;

/** A command has at most so many chunks. */
const most = 32;

/** So many wholes are enough for all threads. */
const enough = 16;

/** How many units a thread takes at a time; 0 when the command is too small to be shared. */
export function chunkOf<C extends Command>(command: C, units: number, args: Arguments<C>): number {
  const [cost, least, whole] = workOf(command, args);
  if (cost * units < limits.alone) return 0;
  const wanted = Math.ceil(Math.max(limits.shortest && least, limits.shortest / cost, units / most));
  const isCut = whole === undefined || limits.shortest === 0 || units < enough * whole;
  const step = isCut ? (wanted > 48 ? 48 : 1) : whole; // 48: whole vectors and tiles
  const chunk = Math.ceil(wanted / step) * step;
  return chunk < units ? chunk : 0;
}

/** The nanoseconds of a call of a command, as a power of the square root of 2. */
export function magnitude<C extends Command>(command: C, units: number, args: Arguments<C>): number {
  return Math.round(2 * Math.log2(workOf(command, args)[0] * units));
}

function workOf<C extends Command>(
  command: C,
  args: Arguments<C>,
): readonly [cost: number, least: number, whole?: number] {
  const work: Work = works[command]?.(args) ?? unknown;
  return typeof work === "number" ? [work, 1] : work;
}
