import { Ones } from "@hornbeam/initializers";
import { BatchNormalization, concatenate, Dense, Input, LayerNormalization } from "@hornbeam/layers";
import { Model, Sequential } from "@hornbeam/models";
import { divide } from "@hornbeam/ops";

/** The model of the reference case `subclassed`, as its `structure` describes it; its twin is in tools/keras_twins.py. */
export class Subclassed extends Model {
  stem = new Dense({ units: 8, activation: "relu" });
  blocks = [
    new Dense({ units: 8, activation: "tanh" }),
    new Dense({ units: 8, activation: "tanh" }),
    new LayerNormalization(),
  ];
  heads = { b: new Dense({ units: 3 }), a: new Dense({ units: 2 }) };
  pairs = [[new Dense({ units: 4 }), new Dense({ units: 5, useBias: false })], [new Dense({ units: 6 })]];
  inner = new Sequential(
    [Input({ shape: [8] }), new Dense({ units: 4, activation: "relu" }), new BatchNormalization()],
    { name: "inner" },
  );
  temperature = this.addWeight({ name: "temperature", shape: [1], initializer: new Ones() });

  call(inputs) {
    const { stem, blocks, heads, pairs, inner, temperature } = this;
    const x = blocks[2](blocks[1](blocks[0](stem(inputs))));
    // a `call` of Keras that does not take `training` leaves its layers in inference, in training too
    const z = inner(x, { training: false });
    const p = pairs[1][0](concatenate([pairs[0][0](x), pairs[0][1](x)]));
    return { a: divide(heads.a(z), temperature), b: heads.b(p) };
  }
}
