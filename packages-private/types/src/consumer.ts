// What the declarations promise to a program; never run. Compiled against the sources and against the packed packages.
import { defineLayer, type KerasTensor, type NDArray, positiveInteger, type Tensor } from "@hornbeam/core";
import { mnist } from "@hornbeam/datasets";
import { Conv2D, Dense, Dropout, Flatten, Input } from "@hornbeam/layers";
import { Model, Sequential } from "@hornbeam/models";
import * as keras from "hornbeam";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<_A, _B>(..._equal: Same<_A, _B> extends true ? [] : [error: "the types differ"]): void {}

export async function consumer(tensor: Tensor): Promise<void> {
  // options: required, defaulted, literal
  const dense = new Dense({ units: 3, activation: "relu" });
  same<typeof dense.units, number>();
  new Conv2D({ filters: 16, kernelSize: 5, padding: "same" });
  // @ts-expect-error `units` is required
  new Dense({});
  // @ts-expect-error there is no option `unit`
  new Dense({ unit: 3 });
  // @ts-expect-error it is a number
  new Dense({ units: "3" });
  // @ts-expect-error it is not a padding
  new Conv2D({ filters: 16, kernelSize: 5, padding: "samee" });
  // @ts-expect-error options cannot be changed
  dense.units = 4;

  // calls: a tensor gives a tensor, a symbolic tensor gives a symbolic tensor
  const input = Input({ shape: [28, 28] });
  same<typeof input, KerasTensor>();
  const eager = dense(tensor);
  const symbolic = dense(input);
  same<typeof eager, Tensor>();
  same<typeof symbolic, KerasTensor>();

  // models
  const model = new Sequential([input, new Flatten(), new Dropout({ rate: 0.5 }), dense]);
  new Model({ inputs: input, outputs: symbolic });
  model.compile({ optimizer: "adam", loss: "mse", metrics: ["accuracy"] });
  // @ts-expect-error there is no option `optimiser`
  model.compile({ optimiser: "adam" });
  const [[x, y]] = await mnist.loadSample();
  same<typeof x, NDArray>();
  const history = await model.fit(x.div(255), y, {
    epochs: 1,
    validationSplit: 0.1,
    signal: AbortSignal.timeout(1000),
  });
  same<(typeof history.history)[string], number[]>();

  // calls of models on values of any type, as steps of one's own get them
  // biome-ignore lint/suspicious/noExplicitAny: as in a TrainBatch
  const anything: any = tensor;
  const given = model(anything);
  const wanted: Tensor = given;
  void wanted;
  const symbolicOutput: KerasTensor = model(input);
  void symbolicOutput;

  // arrays of the host, and lists, become tensors
  const fromArray: Tensor = model(x);
  void [fromArray, dense(x), dense([[1, 2]])];
  // @ts-expect-error it is no array
  dense({ x });

  // a layer of one's own
  class Linear extends defineLayer("Linear", { units: positiveInteger() }) {
    override call(value: Tensor): Tensor {
      same<typeof this.units, number>();
      return value;
    }
  }
  const linear: KerasTensor = new Linear({ units: 3 })(input);
  void linear;

  // the whole family under one name
  const viaFamily: Sequential = new keras.Sequential([new keras.layers.Dense({ units: 1 })]);
  void viaFamily;
}
