import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import { columnSums } from "../../kernels/column-sums.ts";
import { kernel } from "../../kernels/define.ts";
import type { Runtime } from "../../runtime.ts";
import { recurrentGradientName } from "../names.ts";
import { addGateProducts, addOuterProducts, addressOf, commonArguments, pack, packGates, sizesOf } from "./buffers.ts";
import type { RecurrentSettings } from "./options.ts";

/** Inputs of the kernel: the gradients of the results, and what the forward pass kept. */
export interface GradientInputs {
  readonly dy: TensorInfo;
  readonly dh?: TensorInfo;
  readonly dc?: TensorInfo;
  readonly recurrentKernel: TensorInfo;
  readonly factors?: TensorInfo;
  readonly mask?: TensorInfo;
  readonly gates: TensorInfo;
  readonly hs: TensorInfo;
  /** Of an LSTM the carries before each step, of a gru its parts. */
  readonly more?: TensorInfo;
}

type Run = (runtime: Runtime, inputs: GradientInputs, settings: RecurrentSettings) => TensorInfo[];

const run: Readonly<Record<RecurrentSettings["cell"], Run>> = { lstm, gru, simple };

/** The gradients of the sums, the recurrent kernel, the first states (h, then c of an LSTM), and a gru's recurrent bias. */
export function recurrentGradientKernel(runtime: Runtime): KernelConfig {
  return kernel<GradientInputs, RecurrentSettings>(
    runtime,
    recurrentGradientName,
    (inputs, settings) => run[settings.cell](runtime, inputs, settings),
    { types: ["float32", "bool"] },
  );
}

/** What all cells have: sizes, outputs, and the arguments that are alike. */
function prepare(runtime: Runtime, inputs: GradientInputs, settings: RecurrentSettings, gates: number) {
  const sizes = sizesOf(inputs.hs, inputs.recurrentKernel);
  const { batch, steps, units } = sizes;
  const common = commonArguments(sizes, settings);
  const dx = runtime.output([batch, steps, gates * units]);
  const dKernel = runtime.output([units, gates * units]);
  const dh0 = runtime.output([batch, units]);
  const args = {
    ...common.args,
    factors: addressOf(runtime, inputs.factors),
    mask: addressOf(runtime, inputs.mask),
    dy: runtime.input(inputs.dy),
    dh: addressOf(runtime, inputs.dh),
    dx: dx.address,
    dh0: dh0.address,
  };
  return { ...common, args, sizes, dx, dKernel, dh0, hs: runtime.input(inputs.hs) };
}

function lstm(runtime: Runtime, inputs: GradientInputs, settings: RecurrentSettings): TensorInfo[] {
  const { args, blocks, scratch, gate, sizes, dx, dKernel, dh0 } = prepare(runtime, inputs, settings, 4);
  const width = 4 * sizes.units;
  const dc0 = runtime.output(dh0.info.shape);
  const call = {
    ...args,
    gate,
    panels: packGates(runtime, inputs, 4, { turned: true }),
    dc: addressOf(runtime, inputs.dc),
    gates: runtime.input(inputs.gates),
    cs: runtime.input(inputs.more!),
    dc0: dc0.address,
  };
  runtime.run("lstmGradient", blocks, call, scratch);
  const [b, c] = [dx, dKernel].map(({ address }) => ({ at: address, step: width }));
  addGateProducts(runtime, inputs, sizes, b!, c!, 4);
  return [dx.info, dKernel.info, dh0.info, dc0.info];
}

function gru(runtime: Runtime, inputs: GradientInputs, settings: RecurrentSettings): TensorInfo[] {
  const { args, blocks, scratch, gate, sizes, dx, dKernel, dh0, hs } = prepare(runtime, inputs, settings, 3);
  const { batch, steps, units } = sizes;
  const width = 3 * units;
  const after = settings.resetAfter;
  const parts = runtime.input(inputs.more!);
  const dr = after ? runtime.workspace(Math.max(1, 4 * batch * steps * width)) : 0;
  const call = {
    ...args,
    gate,
    after: Number(after),
    panels: packGates(runtime, inputs, after ? 3 : 2, { turned: true }),
    candidate: after ? 0 : pack(runtime, inputs.recurrentKernel, 2 * units, units, { turned: true }),
    gates: runtime.input(inputs.gates),
    hs,
    parts,
    dr,
  };
  runtime.run("gruGradient", blocks, call, scratch);
  const target = (from: number) => ({ at: dKernel.address + 4 * from, step: width });
  if (after) {
    const dBias = runtime.output([width]);
    addGateProducts(runtime, inputs, sizes, { at: dr, step: width }, target(0), 3);
    columnSums(runtime, batch * steps, width, dr, dBias.address);
    return [dx.info, dKernel.info, dh0.info, dBias.info];
  }
  const source = (from: number) => ({ at: dx.address + 4 * from, step: width });
  addGateProducts(runtime, inputs, sizes, source(0), target(0), 2);
  addOuterProducts(runtime, sizes, parts, source(2 * units), target(2 * units), units);
  return [dx.info, dKernel.info, dh0.info];
}

function simple(runtime: Runtime, inputs: GradientInputs, settings: RecurrentSettings): TensorInfo[] {
  const { args, blocks, scratch, sizes, dx, dKernel, dh0 } = prepare(runtime, inputs, settings, 1);
  const { units } = sizes;
  const panels = packGates(runtime, inputs, 1, { turned: true });
  runtime.run("simpleRnnGradient", blocks, { ...args, panels, values: runtime.input(inputs.gates) }, scratch);
  const [b, c] = [dx, dKernel].map(({ address }) => ({ at: address, step: units }));
  addGateProducts(runtime, inputs, sizes, b!, c!, 1);
  return [dx.info, dKernel.info, dh0.info];
}
