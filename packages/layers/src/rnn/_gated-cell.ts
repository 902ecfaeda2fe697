import { linear } from "@hornbeam/activations";
import {
  type CallOptions,
  defineLayer,
  isTensor,
  KerasTensor,
  knownAxis,
  refusal,
  SeedGenerator,
  type Shape,
  ShapeError,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { add, concatenate, expandDims, matmul, multiply, ones, split } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { dense } from "../_fused.ts";
import {
  biasOption,
  constraintOptions,
  dropoutOptions,
  penaltyOptions,
  seedOption,
  sizeOptions,
  startOptions,
} from "./_options.ts";
import { RecurrentCell, type States, type Step } from "./_recurrent-cell.ts";
import { fitsKernel, type KnownCell, type Scanned, type Sequence, whole } from "./_whole.ts";

/** Masks of dropout: one for all gates, or one for each; null where nothing is dropped. */
type Masks = readonly Tensor[] | null;

/**
 * Parent of the cells made of gates: each gate is a sum of the input times its columns of the kernel and the state times
 * its columns of the recurrent kernel. The input's part is computed for all steps at once.
 */
export abstract class GatedCell extends /* @__PURE__ */ defineLayer(
  "GatedCell",
  {
    ...sizeOptions,
    ...biasOption,
    ...startOptions,
    ...penaltyOptions,
    ...constraintOptions,
    ...dropoutOptions,
    ...seedOption,
  },
  RecurrentCell,
) {
  kernel!: Variable;
  recurrentKernel!: Variable;
  bias: Variable | null = null;
  readonly seedGenerator: SeedGenerator = new SeedGenerator({ seed: this.seed });
  /** Number of gates. */
  protected abstract readonly gates: number;

  get stateSize(): number | readonly number[] {
    return this.units;
  }

  /** What one step does with the projected input and the states. */
  protected abstract stepper(recurrentMasks: Masks): Step;

  override build(inputShape: Shape): void {
    const size = this.gates * this.units;
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [knownAxis(this, inputShape, -1), size],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
    });
    this.recurrentKernel = this.addWeight({
      name: "recurrent_kernel",
      shape: [this.units, size],
      initializer: this.recurrentInitializer,
      regularizer: this.recurrentRegularizer,
      constraint: this.recurrentConstraint,
    });
    if (this.useBias) this.bias = this.makeBias(size);
    this.inputSpec = { axes: { [-1]: this.kernel.shape[0]! } };
  }

  override call(x: Tensor, options: CallOptions): readonly [Tensor, States] {
    const given = options["states"] as States | Tensor | undefined;
    const states = isBare(given) && this.stateSizes.length === 1 ? [given] : (given as States | undefined);
    if (states?.length !== this.stateSizes.length) {
      throw refusal(ShapeError, {
        action: `call ${this[Symbol.toStringTag]}`,
        expected: `\`states\` must be a list of ${this.stateSizes.length}`,
        received: states ?? null,
      });
    }
    const { input, recurrent } = this.#masks(x.shape[0]!, options.training === true);
    const [output, next] = this.stepper(recurrent)(this.#project(x, input), states);
    return [output, isBare(given) ? (next[0] as never) : next]; // as it came: the type is of what recurrent layers pass
  }
  override computeOutputSpec(x: KerasTensor, options: CallOptions): never {
    const [output, states] = super.computeOutputSpec(x, options) as unknown as [KerasTensor, KerasTensor[]];
    return [output, isBare(options["states"]) ? states[0] : states] as never;
  }

  override begin(sequence: Tensor, training: boolean): { readonly inputs: Tensor; readonly step: Step } {
    const { input, recurrent } = this.#masks(sequence.shape[0]!, training);
    const shared = input?.map((mask) => expandDims(mask, 1)) ?? null;
    return { inputs: this.#project(sequence, shared), step: this.stepper(recurrent) };
  }

  override whole(sequence: Sequence): Scanned | null {
    const { x, training } = sequence;
    const cell = this.known();
    if (!fitsKernel(sequence, cell)) return null;
    const { input, recurrent } = this.#masks(x.shape[0]!, training);
    const shared = input?.map((mask) => expandDims(mask, 1)) ?? null;
    const factors = recurrent && concatenate(recurrent, -1);
    const weights = { kernel: this.recurrentKernel, bias: this.recurrentBias(), factors };
    return whole(sequence, cell, this.#project(x, shared), weights);
  }

  /** The step for inputs that come one by one, with one choice of what is dropped. */
  oneByOne(batch: number, training: boolean): Step {
    const { input, recurrent } = this.#masks(batch, training);
    const step = this.stepper(recurrent);
    return (x, states) => step(this.#project(x, input), states);
  }

  protected makeBias(size: number): Variable {
    return this.addWeight({
      name: "bias",
      shape: [size],
      initializer: this.biasInitializer,
      regularizer: this.biasRegularizer,
      constraint: this.biasConstraint,
    });
  }
  /** What kernels must know of the cell. */
  protected abstract known(): KnownCell;
  /** The bias of the state's part, where it has one of its own. */
  protected recurrentBias(): Tensor | null {
    return null;
  }
  /** The bias of the input's part. */
  protected inputBias(): Variable | Tensor | null {
    return this.bias;
  }

  /** `state · recurrentKernel`, of one gate after the other where each has a mask of its own. */
  protected recur(state: Tensor, masks: Masks): Tensor {
    return product(state, this.recurrentKernel, masks);
  }

  #project(x: Tensor, masks: Masks): Tensor {
    const bias = this.inputBias();
    if (!masks) return dense(x, this.kernel, bias, linear);
    const projected = product(x, this.kernel, masks);
    return bias ? add(projected, bias) : projected;
  }
  #masks(batch: number, training: boolean): { input: Masks; recurrent: Masks } {
    const count = this.recurrentDropout > 0 ? this.gates : 1;
    const make = (rate: number, size: number): Masks =>
      training && rate > 0 ? Array.from({ length: count }, () => this.#mask([batch, size], rate)) : null;
    return {
      input: make(this.dropout, this.kernel.shape[0]!),
      recurrent: make(this.recurrentDropout, this.units),
    };
  }
  #mask(shape: number[], rate: number): Tensor {
    return random.dropout(ones(shape), rate, { seed: this.seedGenerator });
  }
}

/** Whether the only state of a cell came without a list around it. */
function isBare(states: unknown): states is Tensor {
  return isTensor(states) || states instanceof KerasTensor;
}

function product(x: Tensor, kernel: Variable, masks: Masks): Tensor {
  if (!masks) return matmul(x, kernel);
  if (masks.length === 1) return matmul(multiply(x, masks[0]!), kernel);
  const columns = split(kernel, masks.length, 1);
  return concatenate(
    masks.map((mask, gate) => matmul(multiply(x, mask), columns[gate]!)),
    -1,
  );
}
