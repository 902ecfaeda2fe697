import {
  addN,
  engine,
  getKernel,
  grads,
  mul,
  type NamedTensorMap,
  sum,
  type Tensor,
  util,
} from "@hornbeam/kernels/tfjs";
import { KernelError } from "../../errors.ts";
import { recurrentGradientName, recurrentName } from "../names.ts";
import { withGradient } from "../with-gradient.ts";
import { cells, type RecurrentInputs, type RecurrentOptions, type RecurrentSettings } from "./options.ts";
import { unfused } from "./unfused.ts";

/** What {@link recurrent} gives. */
export interface RecurrentOutputs {
  /** `[batch, units]`, or `[batch, steps, units]` with `returnSequences`. */
  readonly output: Tensor;
  /** The last states, with `returnStates`. */
  readonly states: readonly Tensor[];
}

/**
 * A recurrent network over a whole sequence in one kernel, forward and backward: long short-term memory, gated recurrent units
 * or plain ones. The input's part of the sums, `x · kernel + bias`, comes ready for all steps.
 *
 * - sums: `[batch, steps, gates · units]`, with 4, 3 or 1 gates
 * - recurrentKernel: `[units, gates · units]`
 * - output: `[batch, units]`, or `[batch, steps, units]`
 *
 * @throws {KernelError} when the shapes do not fit.
 * @example
 * const sums = tensor3d([[[1], [1]]]);
 * recurrent({ sums, recurrentKernel: tensor2d([[2]]) }, { cell: "simple", activation: "linear" }).output; // [[3]]
 */
export function recurrent(inputs: RecurrentInputs, options: RecurrentOptions): RecurrentOutputs {
  const settings: RecurrentSettings = {
    activation: "tanh",
    recurrentActivation: "sigmoid",
    resetAfter: true,
    goBackwards: false,
    returnSequences: false,
    returnStates: false,
    zeroOutputForMask: false,
    ...options,
  };
  check(inputs, settings);
  const isRegistered = getKernel(recurrentName, engine().backendName) !== undefined;
  const [output, ...states] = isRegistered ? fused(inputs, settings) : unfused(inputs, settings);
  return { output: output!, states: settings.returnStates ? states : [] };
}

function fused(inputs: RecurrentInputs, settings: RecurrentSettings): Tensor[] {
  const { sums, recurrentKernel, recurrentBias, states = [], factors, mask } = inputs;
  const [h0, c0] = states;
  const differentiable = defined({ sums, recurrentKernel, recurrentBias, h0, c0 });
  const save = engine().isTapeOn();
  const results = settings.returnStates ? 1 + cells[settings.cell].states : 1;
  return withGradient({
    inputs: differentiable,
    forward: (keep) => {
      const given = defined({ ...differentiable, factors, mask });
      const made = engine().runKernel(recurrentName, given, { ...settings, save }) as unknown as Tensor[]; // several outputs
      if (save) keep([...made.slice(results), ...Object.values(given)]);
      return made.slice(0, results);
    },
    backward: (dys, saved) => {
      // all but those of plain units keep three tensors
      const kept = settings.cell === "simple" ? 2 : 3;
      const [gates, hs, more] = saved.slice(0, kept);
      const names = Object.keys(defined({ ...differentiable, factors, mask }));
      const given = Object.fromEntries(names.map((name, i) => [name, saved[kept + i]!]));
      if (engine().isTapeOn()) return secondOrder(given, settings, dys);
      const [dy, dh, dc] = dys;
      const read = { recurrentKernel: given["recurrentKernel"], factors: given["factors"], mask: given["mask"] };
      const needed = { ...read, dy, dh, dc, gates, hs, more };
      const attributes = settings as unknown as Record<string, boolean>; // strings too, which the type does not know
      const made = engine().runKernel(recurrentGradientName, defined(needed), attributes) as unknown as Tensor[];
      const [dSums, dKernel, dh0, last] = made as [Tensor, Tensor, Tensor, Tensor];
      return {
        sums: () => dSums.clone(),
        recurrentKernel: () => dKernel.clone(),
        recurrentBias: () => last.clone(),
        h0: () => dh0.clone(),
        c0: () => last.clone(),
      };
    },
  });
}

/** While a gradient of the gradient is being recorded: the gradient of the same made of plain ops. */
function secondOrder(given: NamedTensorMap, settings: RecurrentSettings, dys: readonly Tensor[]) {
  const { factors, mask, ...differentiable } = given;
  const names = Object.keys(differentiable);
  const loss = (...tensors: Tensor[]): Tensor => {
    const { sums, recurrentKernel, recurrentBias, h0, c0 } = Object.fromEntries(
      names.map((name, i) => [name, tensors[i]!]),
    );
    const states = [h0, c0].filter((state) => state !== undefined);
    const inputs = { sums: sums!, recurrentKernel: recurrentKernel!, recurrentBias, factors, mask };
    const made = unfused({ ...inputs, states: states.length > 0 ? states : undefined }, settings);
    return addN(dys.map((dy, i) => sum(mul(made[i]!, dy))));
  };
  const gradients = grads(loss)(Object.values(differentiable));
  return Object.fromEntries(names.map((name, i) => [name, () => gradients[i]!]));
}

/** What of a record is there. */
function defined(tensors: Readonly<Record<string, Tensor | undefined>>): NamedTensorMap {
  return Object.fromEntries(Object.entries(tensors).filter(([, tensor]) => tensor !== undefined)) as NamedTensorMap;
}

function check(
  { sums, recurrentKernel, recurrentBias, states, factors, mask }: RecurrentInputs,
  settings: RecurrentSettings,
): void {
  const { gates, states: count } = cells[settings.cell];
  const [batch = 0, steps = 0] = sums.shape;
  const units = recurrentKernel.shape[0]!;
  const expect = (name: string, tensor: Tensor | undefined, shape: number[], dtype = "float32") => {
    if (!tensor || (tensor.dtype === dtype && util.arraysEqual(tensor.shape, shape))) return;
    throw new KernelError(
      `Cannot compute a recurrent network: \`${name}\` must be ${dtype} of shape [${shape.join(", ")}], received ${tensor.dtype} [${tensor.shape.join(", ")}]`,
    );
  };
  expect("recurrentKernel", recurrentKernel, [units, gates * units]);
  expect("sums", sums, [batch, steps, gates * units]);
  expect("recurrentBias", recurrentBias, [3 * units]);
  for (const state of states ?? []) expect("states", state, [batch, units]);
  expect("factors", factors, [batch, gates * units]);
  expect("mask", mask, [batch, steps], "bool");
  if (states && states.length !== count)
    throw new KernelError(
      `Cannot compute a recurrent network: there must be ${count} states, received ${states.length}`,
    );
  if (recurrentBias && (settings.cell !== "gru" || !settings.resetAfter))
    throw new KernelError(
      "Cannot compute a recurrent network: only a gru that resets after the product must have a recurrent bias, received one",
    );
}
