import { classNameOf, defineLayer, type InputSpec, OptionError, refusal, type Shape } from "@hornbeam/core";
import { imageShape } from "../convolutional/_sizes.ts";
import { BaseRNN } from "./_base-rnn.ts";
import { ConvLSTMCell } from "./_conv-lstm-cell.ts";
import { convLSTMOptions } from "./_conv-lstm-options.ts";
import { activityOption } from "./_options.ts";
import type { RecurrentClass } from "./_recurrent-class.ts";

/** Parent of the convolutional LSTMs: a cell over the steps of a sequence of images. */
export abstract class BaseConvLSTM extends /* @__PURE__ */ defineLayer(
  "BaseConvLSTM",
  { .../* @__PURE__ */ convLSTMOptions(2), ...activityOption },
  BaseRNN,
) {
  override readonly cell: ConvLSTMCell = new ConvLSTMCell(cellOptionsOf(this));
  protected override inputSpec: InputSpec = { rank: this.kernelSize.length + 3 };

  protected override validate(): void {
    const { strides, dilationRate } = this;
    if (Math.max(...strides) === 1 || Math.max(...dilationRate) === 1) return;
    throw refusal(OptionError, {
      action: `create ${classNameOf(this.constructor as never)}`,
      option: "strides",
      expected: "`strides` greater than 1 are not compatible with a `dilationRate` greater than 1",
      received: [strides, dilationRate],
    });
  }

  override computeOutputShape([batch = null, steps = null, ...sizes]: Shape): Shape {
    const spatial = this.cell.outputSpatial([batch, ...sizes]);
    const state = imageShape(batch, spatial, this.filters, this.dataFormat);
    const output = this.returnSequences ? [batch, steps, ...state.slice(1)] : state;
    return this.returnState ? ([output, state, state] as never) : output;
  }
  protected override stateShapes(batch: number): number[][] {
    return [this.cell.stateShape(batch), this.cell.stateShape(batch)];
  }
}

/** Declares the convolutional LSTM over so many spatial axes. */
export function defineConvLSTM<const N extends string>(className: N, rank: number) {
  const Class = defineLayer(className, { ...convLSTMOptions(rank), ...activityOption }, BaseConvLSTM);
  return Class as unknown as RecurrentClass<typeof Class>; // types the calls; the class is the same
}

type CellOptions = ConstructorParameters<typeof ConvLSTMCell>[0];

/** The options of the layer that are its cell's as well. */
function cellOptionsOf(layer: object): CellOptions {
  const options = layer as Readonly<Record<string, unknown>>;
  const names = Object.keys(ConvLSTMCell.schema).filter((name) => name !== "name" && name !== "activityRegularizer");
  const own = Object.fromEntries(names.map((name) => [name, options[name]]));
  return { ...own, dtype: options["dtypePolicy"], name: "conv_lstm_cell" } as unknown as CellOptions; // by the same table
}
