import { clearSession, type Tensor } from "@hornbeam/core";
import { Add, BatchNormalization, Dense, Input } from "@hornbeam/layers";
import { beforeEach, describe, expect, it } from "vitest";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import type { SummaryOptions } from "./summary.ts";

// biome-ignore lint/suspicious/noExplicitAny: models of any kind
function textOf(model: Model<any, any>, options: SummaryOptions = {}): string {
  let text = "";
  model.summary({ printFn: (given) => (text += given), ...options });
  return text;
}
function nested(): Model {
  const inner = new Sequential(
    [Input({ shape: [4] }), new Dense({ units: 3, name: "d1" }), new BatchNormalization({ name: "bn" })],
    { name: "inner" },
  );
  const x = Input({ shape: [4], name: "x" });
  const z = new Dense({ units: 3, name: "d2", trainable: false })(x);
  return new Model({ inputs: x, outputs: [new Add({ name: "add" })([inner(x), z]), z], name: "outer" });
}

// the texts below were printed by keras.Model.summary of Keras 3.15.1 in 80 columns
describe("summary", () => {
  beforeEach(() => clearSession());

  it("lists layers of a graph with what they are connected to, and those of models inside on demand", () => {
    expect(textOf(nested(), { expandNested: true, showTrainable: true })).toBe(`Model: "outer"
┏━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━┓
┃ Layer (type)      ┃ Output Shape    ┃   Param # ┃ Connected to   ┃ Trai… ┃
┡━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━┩
│ x (InputLayer)    │ (None, 4)       │         0 │ -              │   -   │
├───────────────────┼─────────────────┼───────────┼────────────────┼───────┤
│ inner             │ (None, 3)       │        27 │ x[0][0]        │   Y   │
│ (Sequential)      │                 │           │                │       │
├───────────────────┼─────────────────┼───────────┼────────────────┼───────┤
│    └ d1 (Dense)   │ (None, 3)       │        15 │ -              │   Y   │
├───────────────────┼─────────────────┼───────────┼────────────────┼───────┤
│    └ bn           │ (None, 3)       │        12 │ -              │   Y   │
│ (BatchNormalizat… │                 │           │                │       │
├───────────────────┼─────────────────┼───────────┼────────────────┼───────┤
│ d2 (Dense)        │ (None, 3)       │        15 │ x[0][0]        │   N   │
├───────────────────┼─────────────────┼───────────┼────────────────┼───────┤
│ add (Add)         │ (None, 3)       │         0 │ inner[0][0],   │   -   │
│                   │                 │           │ d2[0][0]       │       │
└───────────────────┴─────────────────┴───────────┴────────────────┴───────┘
 Total params: 42 (168.00 B)
 Trainable params: 21 (84.00 B)
 Non-trainable params: 21 (84.00 B)
`);
  });

  it("lists a part, in columns of a width", () => {
    expect(textOf(nested(), { lineLength: 60, layerRange: ["inner", "add"] })).toBe(`Model: "outer"
┏━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)    ┃ Output Shape ┃ Param # ┃ Connected to  ┃
┡━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ inner           │ (None, 3)    │      27 │ x[0][0]       │
│ (Sequential)    │              │         │               │
├─────────────────┼──────────────┼─────────┼───────────────┤
│ d2 (Dense)      │ (None, 3)    │      15 │ x[0][0]       │
├─────────────────┼──────────────┼─────────┼───────────────┤
│ add (Add)       │ (None, 3)    │       0 │ inner[0][0],  │
│                 │              │         │ d2[0][0]      │
└─────────────────┴──────────────┴─────────┴───────────────┘
 Total params: 42 (168.00 B)
 Trainable params: 21 (84.00 B)
 Non-trainable params: 21 (84.00 B)
`);
  });

  it("says what has not been built", () => {
    expect(textOf(new Sequential([new Dense({ units: 2, name: "late" })], { name: "seq" }))).toBe(`Model: "seq"
┏━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━┓
┃ Layer (type)                    ┃ Output Shape           ┃       Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━┩
│ late (Dense)                    │ ?                      │   0 (unbuilt) │
└─────────────────────────────────┴────────────────────────┴───────────────┘
 Total params: 0 (0.00 B)
 Trainable params: 0 (0.00 B)
 Non-trainable params: 0 (0.00 B)
`);
  });

  it("lists the layers in the fields of a sub-class", () => {
    class Sub extends Model {
      readonly a = new Dense({ units: 2, name: "a" });
      override call(x: Tensor): Tensor {
        return this.a(x);
      }
    }
    const model = new Sub({ name: "sub" });
    model.build([null, 3] as never);
    expect(textOf(model)).toContain("│ a (Dense)                       │ (None, 2)              │             8 │");
  });

  it("refuses ranges and widths that leave nothing to print", () => {
    expect(() => textOf(nested(), { layerRange: ["inner", "nothing"] })).toThrow(
      'Cannot print a summary: `layerRange` must name layers of the model, received ["inner", "nothing"]',
    );
    expect(() => textOf(nested(), { lineLength: 12 })).toThrow(
      "Cannot print a summary: the columns need at least 4 characters each, received 3",
    );
  });
});
