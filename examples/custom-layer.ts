// Layers of one's own: with options and weights, and as a plain function of a tensor. They are saved and loaded by name.
import assert from "node:assert/strict";
import {
  defineLayer,
  Layer,
  memory,
  OptionError,
  positiveInteger,
  registerKerasSerializable,
  type Shape,
  setRandomSeed,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { initializer } from "@hornbeam/initializers";
import { Input } from "@hornbeam/layers";
import { loadModel, Sequential } from "@hornbeam/models";
import * as ops from "@hornbeam/ops";
import { linearData } from "./data.ts";

setRandomSeed(42);

class Linear extends defineLayer("Linear", {
  /** Size of the last axis of the output. */
  units: positiveInteger(),
  /** Starting values of the kernel. */
  kernelInitializer: initializer("glorot_uniform"),
}) {
  kernel!: Variable;
  override build(inputShape: Shape): void {
    this.kernel = this.addWeight({
      name: "kernel",
      shape: [inputShape.at(-1)!, this.units],
      initializer: this.kernelInitializer,
    });
  }
  override call(x: Tensor): Tensor {
    return ops.matmul(x, this.kernel);
  }
}
registerKerasSerializable(Linear, { package: "my_package" });

class Swish extends Layer<Tensor, Tensor> {
  override call(x: Tensor): Tensor {
    return ops.silu(x);
  }
}

assert.deepEqual(new Linear({ units: 3 })(Input({ shape: [4] })).shape, [null, 3]);
assert.deepEqual(new Linear({ units: 3, name: "mine" }).getConfig()["units"], 3);
assert.throws(() => new Linear({ units: 0 }), OptionError);

const [x, y] = linearData(500, 4, 1);
const model = new Sequential([
  Input({ shape: [4] }),
  new Linear({ units: 16 }),
  new Swish(),
  new Linear({ units: 1, kernelInitializer: "he_normal" }),
]);
model.compile({ loss: "mse", optimizer: "adam" });
const { history } = await model.fit(x, y, { epochs: 10, verbose: 2 });
assert.ok(history["loss"]!.at(-1)! < 0.5 * history["loss"]![0]!);

await model.save("runs/custom/model.keras");
const again = await loadModel("runs/custom/model.keras", { customObjects: { Swish } }); // Linear is registered
const [first, second] = [await model.predict(x, { verbose: 0 }), await again.predict(x, { verbose: 0 })];
assert.ok(first.equals(second), "the loaded model gives the same numbers");

for (const each of [model, again]) each[Symbol.dispose]();
assert.equal(memory().numTensors, 0);
