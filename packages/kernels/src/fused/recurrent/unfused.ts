import {
  add,
  clipByValue,
  expandDims,
  matMul,
  mul,
  relu,
  sigmoid,
  slice,
  split,
  stack,
  sub,
  type Tensor,
  type Tensor2D,
  tanh,
  unstack,
  where,
  zeros,
} from "@hornbeam/kernels/tfjs";
import { cells, type GateActivation, type RecurrentInputs, type RecurrentSettings } from "./options.ts";

type States = readonly Tensor[];
type Step = (x: Tensor, states: States) => States;

const functions: Readonly<Record<GateActivation, (x: Tensor) => Tensor>> = {
  linear: (x) => x,
  relu,
  sigmoid,
  tanh,
  hardSigmoid: (x) => clipByValue(add(mul(x, 1 / 6), 0.5), 0, 1),
};

/** The same of plain ops, for other backends and for gradients of gradients: the output, then the last states. */
export function unfused(inputs: RecurrentInputs, settings: RecurrentSettings): Tensor[] {
  const { sums, recurrentKernel, mask } = inputs;
  const [batch = 0] = sums.shape;
  const units = recurrentKernel.shape[0]!;
  const order = <T>(list: T[]): T[] => (settings.goBackwards ? [...list].reverse() : list);
  const masks = mask && order(unstack(expandDims(mask, -1), 1));
  const step = steps[settings.cell](inputs, settings, units);
  const nothing = zeros([batch, units]);
  let states: States = inputs.states ?? Array.from({ length: cells[settings.cell].states }, () => nothing);
  let output: Tensor = nothing;
  const outputs = order(unstack(sums, 1)).map((x, t) => {
    const valid = masks?.[t];
    const next = step(x, states);
    output = valid ? where(valid, next[0]!, settings.zeroOutputForMask ? nothing : output) : next[0]!;
    states = valid ? next.map((state, i) => where(valid, state, states[i]!)) : next;
    return output;
  });
  return [settings.returnSequences ? stack(outputs, 1) : output, ...states];
}

const steps: Readonly<
  Record<RecurrentSettings["cell"], (inputs: RecurrentInputs, settings: RecurrentSettings, units: number) => Step>
> = {
  lstm: ({ recurrentKernel }, { activation, recurrentActivation }) => {
    const [act, gate] = [functions[activation], functions[recurrentActivation]];
    return (x, [h, c]) => {
      const [i, f, g, o] = split(add(x, times(h!, recurrentKernel)), 4, -1);
      const carry = add(mul(gate(f!), c!), mul(gate(i!), act(g!)));
      return [mul(gate(o!), act(carry)), carry];
    };
  },
  gru: ({ recurrentKernel, recurrentBias }, { activation, recurrentActivation, resetAfter }, units) => {
    const [act, gate] = [functions[activation], functions[recurrentActivation]];
    const columns = (from: number, count: number) => slice(recurrentKernel, [0, from], [units, count]);
    return (x, [h]) => {
      const [xz, xr, xg] = split(x, 3, -1);
      const product = times(h!, resetAfter ? recurrentKernel : columns(0, 2 * units));
      const [hz, hr, hg] = split(recurrentBias ? add(product, recurrentBias) : product, resetAfter ? 3 : 2, -1);
      const z = gate(add(xz!, hz!));
      const r = gate(add(xr!, hr!));
      const candidate = act(add(xg!, hg ? mul(r, hg) : times(mul(r, h!), columns(2 * units, units))));
      return [add(mul(z, h!), mul(sub(1, z), candidate))];
    };
  },
  simple:
    ({ recurrentKernel }, { activation }) =>
    (x, [h]) => [functions[activation](add(x, times(h!, recurrentKernel)))],
};

function times(a: Tensor, b: Tensor): Tensor {
  return matMul(a as Tensor2D, b as Tensor2D);
}
