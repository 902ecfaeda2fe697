import { type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { gateActivations } from "../../functions.ts";
import { arithmetic } from "../../kernels/binary.ts";
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

/** How a matrix is packed. */
interface Packing {
  readonly turned?: boolean;
}

/** Packs columns `from..from + n` of the recurrent kernel, or the turned matrix of them, and says where. */
export function pack(runtime: Runtime, kernel: TensorInfo, from: number, n: number, packing: Packing = {}): number {
  const [units = 0] = kernel.shape;
  const panels = runtime.workspace(Math.max(1, panelBytes(units, n, packing)));
  packInto(runtime, kernel, from, n, packing, panels);
  return panels;
}

function packInto(
  runtime: Runtime,
  kernel: TensorInfo,
  from: number,
  n: number,
  { turned = false }: Packing,
  panels: number,
): void {
  const [units = 0, columns = 0] = kernel.shape;
  const [rows, width] = turned ? [n, units] : [units, n];
  runtime.run("packPanels", Math.ceil(width / 8), {
    transpose: Number(turned),
    k: rows,
    n: width,
    b: runtime.input(kernel) + 4 * from,
    ldb: columns,
    panels,
  });
}

function panelBytes(units: number, n: number, { turned = false }: Packing): number {
  return 32 * (turned ? Math.ceil(units / 8) * n : Math.ceil(n / 8) * units);
}

/** Packs the first `gates` gates of the recurrent kernel: all as one, or each by itself where there are `factors`. */
export function packGates(
  runtime: Runtime,
  { recurrentKernel, factors }: { readonly recurrentKernel: TensorInfo; readonly factors?: TensorInfo },
  gates: number,
  packing: Packing = {},
): number {
  const units = recurrentKernel.shape[0]!;
  if (!factors || gates === 1) return pack(runtime, recurrentKernel, 0, gates * units, packing);
  const bytes = panelBytes(units, units, packing);
  const panels = runtime.workspace(Math.max(1, gates * bytes));
  for (let gate = 0; gate < gates; gate++) {
    packInto(runtime, recurrentKernel, gate * units, units, packing, panels + gate * bytes);
  }
  return panels;
}

/**
 * The gradient of the first `gates` gates of the recurrent kernel, as `addOuterProducts` makes it; where there are `factors`,
 * of what each gate has seen of the states.
 */
export function addGateProducts(
  runtime: Runtime,
  { hs, factors }: { readonly hs: TensorInfo; readonly factors?: TensorInfo },
  sizes: Sizes,
  b: { readonly at: number; readonly step: number },
  c: { readonly at: number; readonly step: number },
  gates: number,
): void {
  const states = runtime.input(hs);
  const { batch, steps, units } = sizes;
  if (!factors) {
    addOuterProducts(runtime, sizes, states, b, c, gates * units);
    return;
  }
  const seen = runtime.workspace(Math.max(1, 4 * batch * steps * units));
  const all = factors.shape[1]!;
  for (let gate = 0; gate < gates; gate++) {
    const from = gate * units;
    const times = { at: runtime.input(factors) + 4 * from, step: all };
    multiplyStates(runtime, sizes, states, times, seen);
    const part = ({ at, step }: typeof b) => ({ at: at + 4 * from, step });
    addOuterProducts(runtime, sizes, seen, part(b), part(c), units);
  }
}

/** States of all steps times factors that are the same at each. */
function multiplyStates(
  runtime: Runtime,
  { batch, steps, units }: Sizes,
  states: number,
  factors: { readonly at: number; readonly step: number },
  seen: number,
): void {
  const [outer, ofStates, ofFactors] = [
    { d1: 1, d2: 1, s0: 0, s1: 0, s2: 0, t0: 0, t1: 0, t2: 0 },
    { d3: batch, d4: steps, s3: steps * units, s4: units },
    { t3: factors.step, t4: 0 },
  ];
  const places = { a: states, b: factors.at, y: seen };
  runtime.run("binary", batch * steps, {
    ...{ ...outer, ...ofStates, ...ofFactors, ...places },
    ...{ op: arithmetic.Multiply, n: units, ia: 1, ib: 1 },
  });
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
