import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import { kernel } from "../../kernels/define.ts";
import type { Output, Runtime } from "../../runtime.ts";
import { recurrentName } from "../names.ts";
import { addressOf, commonArguments, pack, packGates, type Sizes, sizesOf } from "./buffers.ts";
import type { RecurrentSettings } from "./options.ts";

/** Inputs of the kernel: those of `recurrent`, with the states named. */
export interface KernelInputs {
  readonly sums: TensorInfo;
  readonly recurrentKernel: TensorInfo;
  readonly recurrentBias?: TensorInfo;
  readonly h0?: TensorInfo;
  readonly c0?: TensorInfo;
  readonly factors?: TensorInfo;
  readonly mask?: TensorInfo;
}

/** Attributes of the kernel; `save` says whether a backward pass will come. */
export type KernelAttributes = RecurrentSettings & { readonly save: boolean };

/** The whole sequence: output, last states if wanted, and for the backward pass gates, states before each step and more. */
export function recurrentKernel(runtime: Runtime): KernelConfig {
  return kernel<KernelInputs, KernelAttributes>(
    runtime,
    recurrentName,
    (inputs, attributes) => {
      const sizes = sizesOf(inputs.sums, inputs.recurrentKernel);
      const { batch, steps, units } = sizes;
      const y = runtime.output(attributes.returnSequences ? [batch, steps, units] : [batch, units]);
      const made = run[attributes.cell](runtime, inputs, attributes, sizes, y.address);
      return [y, ...made].map(({ info }) => info);
    },
    { types: ["float32", "bool"] },
  );
}

type Run = (
  runtime: Runtime,
  inputs: KernelInputs,
  attributes: KernelAttributes,
  sizes: Sizes,
  y: number,
) => readonly Output[];

const run: Readonly<Record<RecurrentSettings["cell"], Run>> = { lstm, gru, simple };

/** Outputs of a state's and of a sequence's shape. */
function shaped(runtime: Runtime, { batch, steps, units }: Sizes) {
  return {
    state: () => runtime.output([batch, units]),
    sequence: (gates = 1) => runtime.output([batch, steps, gates * units]),
  };
}

/** Addresses of what all cells read. */
function addresses(runtime: Runtime, { sums, h0, factors, mask }: KernelInputs) {
  const places = { h0: addressOf(runtime, h0), factors: addressOf(runtime, factors), mask: addressOf(runtime, mask) };
  return { x: runtime.input(sums), ...places };
}

function lstm(...[runtime, inputs, attributes, sizes, y]: Parameters<Run>): readonly Output[] {
  const { args, blocks, scratch, gate } = commonArguments(sizes, attributes);
  const { state, sequence } = shaped(runtime, sizes);
  const [h, c] = attributes.returnStates ? [state(), state()] : [];
  const [gates, hs, cs] = attributes.save ? [sequence(4), sequence(), sequence()] : [];
  const call = {
    ...args,
    ...addresses(runtime, inputs),
    gate,
    panels: packGates(runtime, inputs, 4),
    c0: addressOf(runtime, inputs.c0),
    y,
    h: h?.address ?? 0,
    c: c?.address ?? 0,
    gates: gates?.address ?? 0,
    hs: hs?.address ?? 0,
    cs: cs?.address ?? 0,
  };
  runtime.run("lstm", blocks, call, scratch);
  return [h, c, gates, hs, cs].filter((output) => output !== undefined);
}

function gru(...[runtime, inputs, attributes, sizes, y]: Parameters<Run>): readonly Output[] {
  const { args, blocks, scratch, gate } = commonArguments(sizes, attributes);
  const { state, sequence } = shaped(runtime, sizes);
  const { units } = sizes;
  const after = attributes.resetAfter;
  const h = attributes.returnStates ? state() : undefined;
  const [gates, hs, parts] = attributes.save ? [sequence(3), sequence(), sequence()] : [];
  const call = {
    ...args,
    ...addresses(runtime, inputs),
    gate,
    after: Number(after),
    panels: packGates(runtime, inputs, after ? 3 : 2),
    candidate: after ? 0 : pack(runtime, inputs.recurrentKernel, 2 * units, units),
    bias: addressOf(runtime, inputs.recurrentBias),
    y,
    h: h?.address ?? 0,
    gates: gates?.address ?? 0,
    hs: hs?.address ?? 0,
    parts: parts?.address ?? 0,
  };
  runtime.run("gru", blocks, call, scratch);
  return [h, gates, hs, parts].filter((output) => output !== undefined);
}

function simple(...[runtime, inputs, attributes, sizes, y]: Parameters<Run>): readonly Output[] {
  const { args, blocks, scratch } = commonArguments(sizes, attributes);
  const { state, sequence } = shaped(runtime, sizes);
  const h = attributes.returnStates ? state() : undefined;
  const [values, hs] = attributes.save ? [sequence(), sequence()] : [];
  const call = {
    ...args,
    ...addresses(runtime, inputs),
    panels: packGates(runtime, inputs, 1),
    y,
    h: h?.address ?? 0,
    values: values?.address ?? 0,
    hs: hs?.address ?? 0,
  };
  runtime.run("simpleRnn", blocks, call, scratch);
  return [h, values, hs].filter((output) => output !== undefined);
}
