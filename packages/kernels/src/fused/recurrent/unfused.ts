import {
  add,
  clipByValue,
  concat,
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
  lstm: (inputs, { activation, recurrentActivation }) => {
    const [act, gate] = [functions[activation], functions[recurrentActivation]];
    const product = recurrence(inputs, 4);
    return (x, [h, c]) => {
      const [i, f, g, o] = split(add(x, product(h!)), 4, -1);
      const carry = add(mul(gate(f!), c!), mul(gate(i!), act(g!)));
      return [mul(gate(o!), act(carry)), carry];
    };
  },
  gru: (inputs, { activation, recurrentActivation, resetAfter }, units) => {
    const [act, gate] = [functions[activation], functions[recurrentActivation]];
    const { recurrentKernel, recurrentBias, factors } = inputs;
    const ofGates = recurrence(inputs, resetAfter ? 3 : 2);
    const candidateKernel = gateOf(recurrentKernel, 2, units);
    const seen = (h: Tensor): Tensor => (factors ? mul(h, gateOf(factors, 2, units)) : h);
    return (x, [h]) => {
      const [xz, xr, xg] = split(x, 3, -1);
      const product = ofGates(h!);
      const [hz, hr, hg] = split(recurrentBias ? add(product, recurrentBias) : product, resetAfter ? 3 : 2, -1);
      const z = gate(add(xz!, hz!));
      const r = gate(add(xr!, hr!));
      const candidate = act(add(xg!, hg ? mul(r, hg) : times(mul(r, seen(h!)), candidateKernel)));
      return [add(mul(z, h!), mul(sub(1, z), candidate))];
    };
  },
  simple: (inputs, { activation }) => {
    const product = recurrence(inputs, 1);
    return (x, [h]) => [functions[activation](add(x, product(h!)))];
  },
};

/** The state's product with the first `gates` gates of the recurrent kernel, each of which sees it times its own factors. */
function recurrence({ recurrentKernel, factors }: RecurrentInputs, gates: number): (h: Tensor) => Tensor {
  const units = recurrentKernel.shape[0]!;
  const all = gateOf(recurrentKernel, 0, gates * units);
  if (!factors) return (h) => times(h, all);
  const parts = Array.from({ length: gates }, (_, gate) => [
    gateOf(factors, gate, units),
    gateOf(recurrentKernel, gate, units),
  ]);
  return (h) =>
    concat(
      parts.map(([seen, kernel]) => times(mul(h, seen!), kernel!)),
      1,
    );
}

/** The part of a matrix that belongs to a gate: `width` columns from its place on. */
function gateOf(matrix: Tensor, gate: number, width: number): Tensor {
  return slice(matrix, [0, gate * width], [matrix.shape[0]!, width]);
}

function times(a: Tensor, b: Tensor): Tensor {
  return matMul(a as Tensor2D, b as Tensor2D);
}
