import {
  type CallOptions,
  defineLayer,
  knownAxis,
  refusal,
  SeedGenerator,
  type Shape,
  ShapeError,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { add, concatenate, conv, expandDims, multiply, ones, reshape, split, zeros } from "@hornbeam/ops";
import * as random from "@hornbeam/random";
import { channelAxis, imageShape, spatialOf, windowSizes } from "../convolutional/_sizes.ts";
import { convLSTMOptions } from "./_conv-lstm-options.ts";
import { RecurrentCell, type States, type Step } from "./_recurrent-cell.ts";

/** Masks of dropout, one for each gate; null where nothing is dropped. */
type Masks = readonly Tensor[] | null;
type Convolve = (x: Tensor, kernel: Variable | Tensor) => Tensor;

/** One step of an LSTM whose products are convolutions. The input's part is computed for all steps at once. */
export class ConvLSTMCell extends /* @__PURE__ */ defineLayer(
  "ConvLSTMCell",
  /* @__PURE__ */ convLSTMOptions(null),
  RecurrentCell,
) {
  kernel!: Variable;
  recurrentKernel!: Variable;
  bias: Variable | null = null;
  readonly seedGenerator: SeedGenerator = new SeedGenerator({ seed: this.seed });
  /** Sizes of the state's spatial axes. */
  #spatial: readonly number[] = [];

  get stateSize(): readonly number[] {
    return [this.filters, this.filters];
  }

  override build(inputShape: Shape): void {
    const { kernelSize, filters, dataFormat } = this;
    if (spatialOf(inputShape, dataFormat).includes(null)) {
      throw refusal(ShapeError, {
        action: `build ${this[Symbol.toStringTag]}`,
        expected: "the spatial sizes must be known",
        receivedAs: "shape",
        received: inputShape,
        hint: "ConvLSTM layers only support static input shapes for the spatial dimension.",
      });
    }
    this.#spatial = this.outputSpatial(inputShape) as number[];
    const channels = knownAxis(this, inputShape, channelAxis(dataFormat));
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [...kernelSize, channels, 4 * filters],
      initializer: this.kernelInitializer,
      regularizer: this.kernelRegularizer,
      constraint: this.kernelConstraint,
    });
    this.recurrentKernel = this.addWeight({
      name: "recurrent_kernel",
      shape: [...kernelSize, filters, 4 * filters],
      initializer: this.recurrentInitializer,
      regularizer: this.recurrentRegularizer,
      constraint: this.recurrentConstraint,
    });
    if (this.useBias) this.bias = this.#makeBias();
  }

  override call(x: Tensor, { states, training }: CallOptions): readonly [Tensor, States] {
    const masks = this.#masks(x.shape, this.dropout, training === true);
    return this.#stepper(x.shape[0]!, training === true)(this.#project(x, masks), states as States);
  }
  override begin(sequence: Tensor, training: boolean): { readonly inputs: Tensor; readonly step: Step } {
    const [batch, steps, ...sizes] = sequence.shape as [number, number, ...number[]];
    const shared = this.#masks([batch, ...sizes], this.dropout, training)?.map((mask) =>
      reshape(multiply(expandDims(mask, 1), ones([1, steps, ...sizes.map(() => 1)])), [batch * steps, ...sizes]),
    );
    const projected = this.#project(reshape(sequence, [batch * steps, ...sizes]), shared ?? null);
    const inputs = reshape(projected, [batch, steps, ...projected.shape.slice(1)]);
    return { inputs, step: this.#stepper(batch, training) };
  }

  /** Shape of each state, and of the output of a step. */
  stateShape<B extends number | null>(batch: B): [B, ...number[]] {
    return imageShape(batch, this.#spatial, this.filters, this.dataFormat) as [B, ...number[]];
  }
  /** Sizes of the spatial axes of a step's output. */
  outputSpatial(inputShape: Shape): Shape {
    const { kernelSize: size, strides, padding, dilationRate: dilation } = this;
    const action = `call ${this[Symbol.toStringTag]}`;
    return windowSizes(action, inputShape, this.dataFormat, { size, strides, padding, dilation });
  }
  override initialState(batch: number): States {
    return [zeros(this.stateShape(batch)), zeros(this.stateShape(batch))];
  }
  override computeOutputShape([batch = null]: Shape): never {
    const shape = this.stateShape(batch);
    return [shape, [shape, shape]] as never; // a structure like that of the output
  }

  #stepper(batch: number, training: boolean): Step {
    const masks = this.#masks(this.stateShape(batch), this.recurrentDropout, training);
    const { dataFormat } = this;
    const recur: Convolve = (x, kernel) => conv(x, kernel, { padding: "same", dataFormat });
    return (x, [h, c]) => {
      const sums = add(x, this.#gates(h as Tensor, this.recurrentKernel, masks, recur));
      const [i, f, g, o] = split(sums, 4, channelAxis(dataFormat)) as [Tensor, Tensor, Tensor, Tensor];
      const kept = multiply(this.recurrentActivation(f), c as Tensor);
      const carry = add(kept, multiply(this.recurrentActivation(i), this.activation(g)));
      const next = multiply(this.recurrentActivation(o), this.activation(carry));
      return [next, [next, carry]];
    };
  }
  #project(x: Tensor, masks: Masks): Tensor {
    const { strides, padding, dataFormat, dilationRate } = this;
    const convolve: Convolve = (input, kernel) => conv(input, kernel, { strides, padding, dataFormat, dilationRate });
    const sums = this.#gates(x, this.kernel, masks, convolve);
    if (!this.bias) return sums;
    const alongChannels = [1, 4 * this.filters, ...this.kernelSize.map(() => 1)];
    return add(sums, dataFormat === "channels_last" ? this.bias : reshape(this.bias, alongChannels));
  }
  /** The sums of all gates, of one after the other where each has a mask of its own. */
  #gates(x: Tensor, kernel: Variable, masks: Masks, convolve: Convolve): Tensor {
    if (!masks) return convolve(x, kernel);
    const kernels = split(kernel, 4, -1) as Tensor[];
    return concatenate(
      masks.map((mask, gate) => convolve(multiply(x, mask), kernels[gate]!)),
      channelAxis(this.dataFormat),
    );
  }
  #masks(shape: readonly number[], rate: number, training: boolean): Masks {
    if (!training || rate === 0) return null;
    return Array.from({ length: 4 }, () => random.dropout(ones([...shape]), rate, { seed: this.seedGenerator }));
  }
  #makeBias(): Variable {
    const { biasInitializer: start, filters } = this;
    const shape = [4 * filters];
    return this.addWeight({
      name: "bias",
      shape,
      initializer: this.unitForgetBias
        ? (_, dtype) => concatenate([start([filters], dtype), ones([filters]), start([2 * filters], dtype)])
        : start,
      regularizer: this.biasRegularizer,
      constraint: this.biasConstraint,
    });
  }
}
