import type { backend_util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { addParts } from "./column-sums.ts";

/** Sizes of a convolution over patches: the arguments that its commands share, and what they need. */
export interface Patches {
  readonly batch: number;
  /** Numbers in the filter. */
  readonly filterSize: number;
  /** Bytes of a block of patches, about 512 KiB. */
  readonly bytes: number;
  readonly args: ReturnType<typeof flat> & { readonly cin: number; readonly cout: number; readonly groups: number } & {
    readonly block: number;
  };
}

/** How many groups of channels there are, each with filters of its own: the filter has the channels of one. */
export function groupsOf(i: { readonly inChannels: number; readonly filterShape: readonly number[] }): number {
  return i.inChannels / i.filterShape.at(-2)!;
}

/** An image is a volume of one plane. */
export function patches2d(i: backend_util.Conv2DInfo): Patches {
  return patches(i, flat(i));
}

/** Sizes of a convolution over three axes. */
export function patches3d(i: backend_util.Conv3DInfo): Patches {
  return patches(i, {
    ...flat(i),
    d: i.inDepth,
    front: i.padInfo.front,
    kd: i.filterDepth,
    dd: i.dilationDepth,
    od: i.outDepth,
    sd: i.strideDepth,
  });
}

type Planes = Omit<backend_util.Conv2DInfo, "padInfo" | "inShape" | "outShape" | "filterShape"> & {
  readonly padInfo: { readonly top: number; readonly left: number };
};

const flat = (i: Planes) => ({
  d: 1,
  h: i.inHeight,
  w: i.inWidth,
  front: 0,
  top: i.padInfo.top,
  left: i.padInfo.left,
  kd: 1,
  kh: i.filterHeight,
  kw: i.filterWidth,
  dd: 1,
  dh: i.dilationHeight,
  dw: i.dilationWidth,
  od: 1,
  oh: i.outHeight,
  ow: i.outWidth,
  sd: 1,
  sh: i.strideHeight,
  sw: i.strideWidth,
});

function patches(
  i: Pick<backend_util.Conv2DInfo, "batchSize" | "inChannels" | "outChannels"> & { filterShape: readonly number[] },
  sizes: ReturnType<typeof flat>,
): Patches {
  const { kd, kh, kw, od, oh, ow } = sizes;
  const [cin, cout, groups] = [i.inChannels, i.outChannels, groupsOf(i)];
  const depth = (kd * kh * kw * cin) / groups;
  const block = Math.max(1, Math.min(od * oh * ow, Math.max(8, Math.floor((1 << 17) / depth))));
  const args = { ...sizes, cin, cout, groups, block };
  return { batch: i.batchSize, filterSize: depth * cout, bytes: 4 * block * depth, args };
}

/** The convolution, with the flags of a kernel's output. */
export function convolvePatches(
  runtime: Runtime,
  { batch, args, bytes }: Patches,
  operands: { x: number; filter: number; y: number; bias: number; flags: number },
): void {
  const blocks = Math.ceil((args.od * args.oh * args.ow) / args.block);
  runtime.run("convPatches", batch * args.groups * blocks, { ...args, ...operands }, bytes);
}

/** The gradient of the input, to `dx`. */
export function patchesInputGradient(
  runtime: Runtime,
  { batch, args, bytes }: Patches,
  operands: { dy: number; filter: number; dx: number },
): void {
  runtime.run("convPatchesInputGradient", batch * args.groups, { ...args, ...operands }, bytes);
}

/** The gradient of the filter, to `dw`, of at least one image. */
export function patchesFilterGradient(
  runtime: Runtime,
  { batch, args, bytes, filterSize }: Patches,
  { x, dy, dw }: { x: number; dy: number; dw: number },
): void {
  const parts = Math.min(8, batch);
  const gradients = parts > 1 ? runtime.workspace(4 * parts * filterSize) : dw;
  runtime.run("convPatchesFilterGradient", parts, { ...args, batch, parts, x, dy, gradients }, bytes);
  if (parts > 1) addParts(runtime, parts, filterSize, gradients, dw);
}
