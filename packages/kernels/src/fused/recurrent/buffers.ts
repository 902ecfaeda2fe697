import { type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { gateActivations } from "../../abi.ts";
import { product } from "../../kernels/product.ts";
import type { Runtime } from "../../runtime.ts";
import type { RecurrentSettings } from "./options.ts";

/** Rows of the batch that one unit of a command takes: two tiles of six and one of four. */
const block = 16;

/** Sizes of a sequence. */
export interface Sizes {
  readonly batch: number;
  readonly steps: number;
  readonly units: number;
}

export function sizesOf(sums: TensorInfo, recurrentKernel: TensorInfo): Sizes {
  const [batch = 0, steps = 0] = sums.shape;
  return { batch, steps, units: recurrentKernel.shape[0]! };
}

/** The arguments that all recurrent commands have, how many units they have, and their scratch. */
export function commonArguments({ batch, steps, units }: Sizes, settings: RecurrentSettings) {
  return {
    blocks: Math.ceil(batch / block),
    scratch: 4 * block * units * 8,
    args: {
      batch,
      steps,
      units,
      block,
      backwards: Number(settings.goBackwards),
      sequences: Number(settings.returnSequences),
      zero: Number(settings.zeroOutputForMask),
      activation: gateActivations.indexOf(settings.activation),
    },
    gate: gateActivations.indexOf(settings.recurrentActivation),
  };
}

/** Packs columns `from..from + n` of the recurrent kernel, or the turned matrix of them, and says where. */
export function pack(
  runtime: Runtime,
  kernel: TensorInfo,
  from: number,
  n: number,
  { turned = false }: { readonly turned?: boolean } = {},
): number {
  const [units = 0, columns = 0] = kernel.shape;
  const [rows, width] = turned ? [n, units] : [units, n];
  const count = Math.ceil(width / 8);
  const panels = runtime.workspace(Math.max(1, 32 * count * rows));
  runtime.run("packPanels", count, {
    transpose: Number(turned),
    k: rows,
    n: width,
    b: runtime.input(kernel) + 4 * from,
    ldb: columns,
    panels,
  });
  return panels;
}

/** `aᵀ b` over all rows: the gradient of a kernel from what it was multiplied with and the gradient of the product. */
export function addOuterProducts(
  runtime: Runtime,
  { batch, steps, units }: Sizes,
  a: number,
  b: { readonly at: number; readonly step: number },
  c: { readonly at: number; readonly step: number },
  n: number,
): void {
  product(runtime, {
    transposeA: 1,
    transposeB: 0,
    m: units,
    n,
    k: batch * steps,
    a,
    lda: units,
    b: b.at,
    ldb: b.step,
    c: c.at,
    ldc: c.step,
    bias: 0,
    flags: 0,
  });
}

/** Address of a tensor that may not be there: 0. */
export function addressOf(runtime: Runtime, tensor: TensorInfo | undefined): number {
  return tensor && util.sizeFromShape(tensor.shape) > 0 ? runtime.input(tensor) : 0;
}
