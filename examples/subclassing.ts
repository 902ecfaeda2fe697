// A model whose `call` is plain code, and a model with a training step of its own.
import assert from "node:assert/strict";
import { gradientsOf, type Logs, memory, setRandomSeed, type Tensor } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { Model, type TrainBatch } from "@hornbeam/models";
import * as ops from "@hornbeam/ops";
import { Adam } from "@hornbeam/optimizers";
import { columns, linearData } from "./data.ts";

setRandomSeed(42);

class WideAndDeep extends Model<Tensor[], Tensor[]> {
  readonly hidden1 = new Dense({ units: 30, activation: "relu" }); // layers in fields are tracked
  readonly hidden2 = new Dense({ units: 30, activation: "relu" });
  readonly mainOutput = new Dense({ units: 1 });
  readonly auxOutput = new Dense({ units: 1 });

  override call([a, b]: Tensor[]): Tensor[] {
    const h2 = this.hidden2(this.hidden1(b!));
    return [this.mainOutput(ops.concatenate([a!, h2], -1)), this.auxOutput(h2)];
  }
}

const [x, y] = linearData(1000, 8, 1);
const xA = columns(x, 0, 5);
const xB = columns(x, 2, 8);

const model = new WideAndDeep();
model.compile({ loss: ["mse", "mse"], lossWeights: [0.9, 0.1], optimizer: new Adam({ learningRate: 1e-2 }) });
const { history } = await model.fit([xA, xB], [y, y], { epochs: 5, verbose: 2 });
assert.ok(history["loss"]!.at(-1)! < 0.25 * history["loss"]![0]!);
assert.equal(model.layers.length, 4);
assert.equal(model.countParams(), 6 * 30 + 30 + (30 * 30 + 30) + (35 + 1) + (30 + 1));
const [main] = await model.predict([xA.slice(0, 2), xB.slice(0, 2)], { verbose: 0 });
assert.deepEqual(main.shape, [2, 1]);
model[Symbol.dispose]();
assert.equal(memory().numTensors, 0);

/** Trains with gradients that are clipped to [-0.01, 0.01], one by one. */
class Careful extends Model {
  steps = 0;
  override trainStep(data: TrainBatch): Logs {
    const [xs, ys, sampleWeight] = data;
    const { grads } = gradientsOf(() => {
      const yPred = this(xs, { training: true });
      return this.computeLoss({ x: xs, y: ys, yPred, sampleWeight, training: true });
    }, this.trainableWeights);
    this.optimizer.apply(
      grads.map((gradient) => gradient && ops.clip(gradient, -0.01, 0.01)),
      this.trainableWeights,
    );
    this.steps++;
    return this.computeMetrics(xs, ys, this(xs, { training: false }), sampleWeight);
  }
}

const inputs = Input({ shape: [8] });
const careful = new Careful({ inputs, outputs: new Dense({ units: 1 })(inputs) });
careful.compile({ loss: "mse", metrics: ["mae"], optimizer: "adam" });
const run = await careful.fit(x, y, { epochs: 3, batchSize: 100, verbose: 2 });
assert.equal(careful.steps, 30);
assert.ok(run.history["mae"]!.at(-1)! < run.history["mae"]![0]!);
careful[Symbol.dispose]();
assert.equal(memory().numTensors, 0);
