import {
  type CallOptions,
  type Config,
  defineLayer,
  flatten,
  type InputSpec,
  nullable,
  OptionError,
  oneOf,
  refusal,
  type Shape,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { add, concatenate, divide, flip, multiply } from "@hornbeam/ops";
import { BaseRNN } from "./_base-rnn.ts";
import { cloneLayer } from "./_clone.ts";
import { layerOption } from "./_layer-option.ts";
import { StateShapes } from "./_state-shapes.ts";

const recurrentLayer = /* @__PURE__ */ layerOption(BaseRNN, "a recurrent layer");

/**
 * Runs a recurrent layer over a sequence in both directions, and merges what they give.
 *
 * - input: `[batch, steps, features]`; `initialState` in the call's options: the states forward, then backward
 * - output: that of the layer, with the last axis twice as long where `mergeMode` is `"concat"`; a list of two where it is
 *   null; a list with the last states of both after the output where the layer has `returnState`
 *
 * @throws {OptionError} when the two layers do not go opposite ways, or give different things.
 * @see {@link https://ieeexplore.ieee.org/document/650093 | Schuster and Paliwal, 1997}
 * @see {@link https://keras.io/api/layers/recurrent_layers/bidirectional/ | keras.layers.Bidirectional}
 * @example
 * new Bidirectional({ layer: new LSTM({ units: 4 }) })(ones([2, 10, 8])).shape; // [2, 8]
 */
export class Bidirectional extends /* @__PURE__ */ defineLayer("keras.layers.Bidirectional", {
  /** How the two outputs are merged; null for both. */
  mergeMode: oneOf("concat", "sum", "mul", "ave", null)("concat"),
  /** The layer that is copied for the way forward and, unless `backwardLayer` is given, the way back. */
  layer: recurrentLayer(),
  /** The layer for the way back. */
  backwardLayer: /* @__PURE__ */ nullable(recurrentLayer)(null),
}) {
  readonly forwardLayer: BaseRNN = this.#copy("forward");
  protected override readonly supportsMasking = true;
  protected override readonly takesMask = true;
  protected override inputSpec: InputSpec = { rank: 3 };
  readonly #stateShapes = new StateShapes();
  readonly #backward: BaseRNN = this.#makeBackward();

  override get layer(): BaseRNN {
    return this.forwardLayer;
  }
  /** The layer for the way back. */
  override get backwardLayer(): BaseRNN {
    return this.#backward;
  }

  /** What stateful layers carry over from call to call: the states forward, then backward. */
  get states(): readonly Variable[] | null {
    const { forwardLayer: ahead, backwardLayer: back } = this;
    return ahead.states && [...ahead.states, ...(back.states ?? [])];
  }

  override build(inputShape: Shape): void {
    for (const layer of [this.forwardLayer, this.backwardLayer]) if (!layer.built) layer.build(inputShape);
  }

  override call(x: Tensor, options: CallOptions): Tensor {
    const { initialState, ...rest } = options;
    const states = initialState as readonly Tensor[] | null | undefined;
    const half = (states?.length ?? 0) / 2;
    const there = listOf(this.forwardLayer(x, { ...rest, initialState: states?.slice(0, half) }));
    const back = listOf(this.backwardLayer(x, { ...rest, initialState: states?.slice(half) }));
    const last = this.layer.returnSequences ? flip(back[0]!, 1) : back[0]!;
    const output = this.#merge(there[0]!, last);
    // a list where two outputs or the states are asked for
    return this.layer.returnState
      ? ([...listOf(output), ...there.slice(1), ...back.slice(1)] as never)
      : (output as Tensor);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const shapes = this.layer.computeOutputShape(inputShape);
    const [one = [], ...states] = (this.layer.returnState ? shapes : [shapes]) as unknown as Shape[];
    const merged = this.mergeMode === "concat" ? [...one.slice(0, -1), one.at(-1)! * 2] : one;
    const outputs = this.mergeMode === null ? [one, one] : [merged];
    return (this.layer.returnState || this.mergeMode === null ? [...outputs, ...states, ...states] : merged) as never;
  }

  override computeMask(_inputs: unknown, previousMask: unknown): unknown {
    const [mask = null] = flatten(previousMask);
    const own = this.layer.returnSequences ? mask : null;
    const outputs = this.mergeMode === null ? [own, own] : [own];
    if (!this.layer.returnState) return this.mergeMode === null ? outputs : own;
    const states = flatten(this.layer.cell.stateSizes).map(() => null);
    return [...outputs, ...states, ...states];
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

  /** Zeros for all states of stateful layers. */
  resetState(): void {
    for (const layer of [this.forwardLayer, this.backwardLayer]) layer.resetState();
  }

  #copy(way: "forward" | "backward"): BaseRNN {
    const layer = this.initial("layer") as BaseRNN;
    const name = `${way}_${layer.name.replace(new RegExp(`^${way}_`), "")}`;
    // masked steps must be told apart from those that the other direction filled
    const zeroes = { zero_output_for_mask: layer.returnSequences };
    return cloneLayer(layer, way === "forward" ? { name, ...zeroes } : { name, ...zeroes, go_backwards: true });
  }
  #makeBackward(): BaseRNN {
    const given = this.initial("backwardLayer") as BaseRNN | null;
    const layer = given ?? this.#copy("backward");
    const [ahead, option] = [this.forwardLayer, "backwardLayer"];
    const same = (["stateful", "returnSequences", "returnState"] as const).find((key) => layer[key] !== ahead[key]);
    const expected =
      layer.goBackwards === ahead.goBackwards
        ? "`layer` and `backwardLayer` must differ in `goBackwards`"
        : same && `\`layer\` and \`backwardLayer\` must be equal in \`${same}\``;
    if (expected) throw refusal(OptionError, { action: "create Bidirectional", option, expected, received: given });
    // an own property, behind `forwardLayer`: weights come in that order
    Object.defineProperty(this, option, { value: layer, enumerable: true });
    if (given) Object.assign(layer, { zeroOutputForMask: layer.returnSequences });
    return layer;
  }

  #merge(a: Tensor, b: Tensor): Tensor | readonly Tensor[] {
    switch (this.mergeMode) {
      case "concat":
        return concatenate([a, b], -1);
      case "sum":
        return add(a, b);
      case "mul":
        return multiply(a, b);
      case "ave":
        return divide(add(a, b), 2);
      default:
        return [a, b];
    }
  }
}

function listOf(value: Tensor | readonly Tensor[]): readonly Tensor[] {
  return Array.isArray(value) ? (value as readonly Tensor[]) : [value as Tensor];
}
