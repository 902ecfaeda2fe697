import {
  type CallOptions,
  type Config,
  defineLayer,
  flatten,
  type InputSpec,
  NDArray,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
  Variable,
} from "@hornbeam/core";
import { cast, reshape, where } from "@hornbeam/ops";
import { scanOptions } from "./_options.ts";
import type { RecurrentCell, StateSizes, States } from "./_recurrent-cell.ts";
import { type Scan, scan } from "./_scan.ts";
import { StateShapes } from "./_state-shapes.ts";
import type { Scanned } from "./_whole.ts";

/** Parent of the recurrent layers: repeats a cell over the steps of a sequence. */
export abstract class BaseRNN extends /* @__PURE__ */ defineLayer("BaseRNN", scanOptions) {
  /** What is repeated. */
  abstract readonly cell: RecurrentCell;
  /** What a stateful layer carries over from call to call. */
  states: readonly Variable[] | null = null;
  /** Shapes of the states that came with the first call. */
  readonly #stateShapes = new StateShapes();
  protected override readonly supportsMasking = true;
  protected override readonly takesMask = true;
  protected override inputSpec: InputSpec | undefined = { rank: 3 };

  override build(inputShape: Shape): void {
    const [batch = null, , ...features] = inputShape;
    if (!this.cell.built) this.cell.build([batch, ...features]);
    if (!this.stateful) return;
    if (batch === null) {
      throw refusal(ShapeError, {
        action: `build ${this[Symbol.toStringTag]}`,
        expected: "the batch size of a stateful layer must be known",
        receivedAs: "shape",
        received: inputShape,
        hint: "Give `batchSize` to the Input.",
      });
    }
    this.states = this.stateShapes(batch).map((shape) => this.#stateVariable(shape));
  }

  /** Shapes of the states, one after the other. */
  protected stateShapes(batch: number): number[][] {
    return (flatten(this.cell.stateSizes) as number[]).map((size) => [batch, size]);
  }

  override call(x: Tensor, options: CallOptions): Tensor {
    const initial = this.#initialState(x.shape[0]!, options["initialState"]);
    const [mask = null] = flatten(options.mask ?? null) as (Tensor | null)[];
    const training = options.training === true;
    const { goBackwards, returnSequences } = this;
    // where Keras unrolls, it zeroes a sequence that it went through backwards by its mask forwards
    const isForwards = this.zeroOutputForMask && this.unroll && goBackwards && returnSequences;
    const zeroOutputForMask = this.zeroOutputForMask && !isForwards;
    const returnStates = this.returnState || this.stateful;
    const how = { goBackwards, returnSequences, returnStates, zeroOutputForMask };
    const { output, states } =
      this.cell.whole({ x, mask, initial, training, how }) ?? this.#stepByStep(x, mask, initial, training, how);
    const shown = mask && isForwards ? where(alongTo(mask, output.rank), output, 0) : output;
    const ends = flatten(states) as Tensor[];
    this.states?.forEach((variable, i) => void variable.assign(ends[i]!));
    // with `returnState` the call gives a list: `RecurrentClass` types the layers so
    return this.returnState ? ([shown, ...states] as never) : shown;
  }

  override computeOutputShape([batch = null, steps = null]: Shape): Shape {
    const size = this.cell.outputSize;
    const output = this.returnSequences ? [batch, steps, size] : [batch, size];
    const shapes = (sizes: StateSizes): unknown[] =>
      sizes.map((one) => (typeof one === "number" ? [batch, one] : shapes(one)));
    if (!this.returnState) return output;
    // of a stack, the only state of a cell stands without a list of its own here, as in Keras
    const bare = (shape: unknown[]) => (shape.length === 1 && Array.isArray(shape[0]) ? shape[0] : shape);
    return [output, ...(shapes(this.cell.stateSizes) as unknown[][]).map(bare)] as never;
  }

  override computeMask(_inputs: unknown, previousMask: unknown): unknown {
    const [mask = null] = flatten(previousMask);
    const own = this.returnSequences ? mask : null;
    return this.returnState ? [own, ...flatten(this.cell.stateSizes).map(() => null)] : own;
  }

  protected override __call__(x: Tensor, options: CallOptions = {}): never {
    if (!this.built) this.#stateShapes.note(options["initialState"]);
    return super.__call__(x, options) as never; // the parent's type says more
  }
  override getBuildConfig(): Config | undefined {
    return this.#stateShapes.write(super.getBuildConfig());
  }
  override buildFromConfig(config: Config): void {
    super.buildFromConfig(this.#stateShapes.read(config));
  }

  /** What a file holds beside the weights, so that training goes on where it was. */
  carriedState(): Readonly<Record<string, readonly Variable[]>> {
    return this.states ? { states: this.states } : {};
  }
  /** Zeros for each state of a stateful layer. */
  resetState(): void {
    for (const variable of this.states ?? []) variable.assign(NDArray.zeros(variable.shape, variable.dtype));
  }

  override fromKerasArguments(call: { args: readonly unknown[]; kwargs: Readonly<Record<string, unknown>> }) {
    const { inputs, options } = super.fromKerasArguments(call);
    return { inputs, options: call.args.length > 1 ? { ...options, initialState: call.args[1] } : options };
  }
  override [Symbol.dispose](): void {
    super[Symbol.dispose]();
    for (const variable of this.states ?? []) variable[Symbol.dispose]();
  }

  #stepByStep(x: Tensor, mask: Tensor | null, initial: States | null, training: boolean, how: Scan): Scanned {
    const { inputs, step } = this.cell.begin(x, training);
    return scan(inputs, mask, initial ?? this.cell.initialState(x.shape[0]!), step, how);
  }
  /** As given, or those of the last call; null where the cell has its own start. */
  #initialState(batch: number, given: unknown): States | null {
    if (given !== undefined && given !== null) return (Array.isArray(given) ? given : [given]) as States;
    if (!this.states) return null;
    if (this.states[0]?.shape[0] !== batch) {
      throw refusal(ShapeError, {
        action: `call ${this[Symbol.toStringTag]}`,
        expected: `the batch size of a stateful layer must be that of its states, ${this.states[0]?.shape[0]}`,
        received: batch,
      });
    }
    return packed(this.cell.stateSizes, [...this.states]);
  }
  #stateVariable(shape: readonly number[]): Variable {
    const initializer = () => NDArray.zeros(shape, this.dtype);
    return new Variable({ name: "rnn_state", shape, dtype: this.dtype, trainable: false, initializer });
  }
}

/** A mask `[batch, steps]` with axes of size 1 behind, as booleans. */
function alongTo(mask: Tensor, rank: number): Tensor {
  return cast(reshape(mask, [...mask.shape, ...new Array<number>(rank - 2).fill(1)]), "bool");
}

/** Values of variables in the structure of the states. */
function packed(sizes: StateSizes, variables: Variable[]): States {
  return sizes.map((size) => (typeof size === "number" ? variables.shift()!.value : packed(size, variables)));
}
