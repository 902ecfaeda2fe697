import { Callback, clearSession, type Logs, memory, NDArray, ready, setRandomSeed, type Tensor } from "@hornbeam/core";
import { Dense, Dropout, Input } from "@hornbeam/layers";
import * as ops from "@hornbeam/ops";
import { Adam, SGD } from "@hornbeam/optimizers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { column, line, quiet, weight } from "../../testing/line.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";
import type { TrainBatch } from "./types.ts";

describe("fit", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("takes one step of gradient descent a batch", async () => {
    using model = line();
    // loss (w - 2)², gradient 2 (w - 2): w goes from 1 to 1.2, then to 1.36
    const history = await model.fit(column(1, 1), column(2, 2), { ...quiet, batchSize: 1, shuffle: false });
    expect(weight(model)).toBeCloseTo(1.36, 6);
    expect(history.history["loss"]![0]).toBeCloseTo((1 + 0.64) / 2, 6);
    expect(history.history["mae"]![0]).toBeCloseTo((1 + 0.8) / 2, 6);
  });

  it("scales the loss of a model in half precision unless it is told not to", async () => {
    const half = (autoScaleLoss?: boolean) => {
      const dense = new Dense({ units: 1, useBias: false, kernelInitializer: "ones" });
      const model = new Sequential([Input({ shape: [1] }), dense], { dtype: "mixed_float16" });
      model.compile({
        optimizer: new SGD({ learningRate: 0.1 }),
        loss: "mse",
        ...(autoScaleLoss === false && { autoScaleLoss }),
      });
      return model;
    };
    using scaled = half();
    using plain = half(false);
    for (const model of [scaled, plain]) await model.fit(column(1), column(2), quiet);
    expect([scaled.optimizer, plain.optimizer].map((one) => one[Symbol.toStringTag].split(" ")[0])).toEqual([
      "LossScaleOptimizer",
      "SGD",
    ]);
    expect([weight(scaled), weight(plain)].map((w) => w.toFixed(5))).toEqual(["1.20000", "1.20000"]);
    expect(scaled.getCompileConfig()).toMatchObject({ optimizer: { class_name: "SGD" } });
  });

  it("brings targets and predictions of a plain function's loss to one rank", async () => {
    using model = line(0);
    model.compile({ optimizer: "sgd", loss: (yTrue, yPred) => ops.mean(ops.square(ops.subtract(yTrue, yPred)), -1) });
    const { history } = await model.fit(column(1, 1), NDArray.from([2, 4]), quiet);
    expect(history["loss"]).toEqual([(1 + 9) / 2]);
  });

  it("weighs batch losses by their sizes", async () => {
    using model = line(0);
    // errors 1, 1, 3: batches of two and of one
    const { history } = await model.fit(column(1, 1, 1), column(2, 2, 4), { ...quiet, batchSize: 2, shuffle: false });
    expect(history["loss"]![0]).toBeCloseTo((1 + 1 + 9) / 3, 5);
  });

  it("keeps the last share for validation, cut before any shuffling", async () => {
    using model = line(0);
    const { history } = await model.fit(column(1, 1, 1, 1), column(2, 2, 2, 6), { ...quiet, validationSplit: 0.25 });
    expect([history["loss"], history["val_loss"], history["val_mae"]]).toEqual([[1], [25], [5]]);
  });

  it("validates every so many epochs, or after those named", async () => {
    using model = line(0);
    const data = { validationData: [column(1), column(2)] as const };
    const every2 = await model.fit(column(1), column(2), { ...quiet, ...data, epochs: 5, validationFreq: 2 });
    expect([every2.history["loss"]!.length, every2.history["val_loss"]!.length]).toEqual([5, 2]);
    const named = await model.fit(column(1), column(2), { ...quiet, ...data, epochs: 3, validationFreq: [3] });
    expect(named.history["val_loss"]!.length).toBe(1);
  });

  it("counts epochs from the initial one", async () => {
    using model = line();
    expect((await model.fit(column(1), column(2), { ...quiet, initialEpoch: 3, epochs: 5 })).epoch).toEqual([3, 4]);
  });

  it("goes on where the last epoch stopped with stepsPerEpoch", async () => {
    using model = line(0);
    const targets = column(2, 3, 4, 5);
    const { history } = await model.fit(column(1, 1, 1, 1), targets, {
      ...quiet,
      batchSize: 1,
      shuffle: false,
      stepsPerEpoch: 2,
      epochs: 2,
    });
    expect(history["loss"]).toEqual([(1 + 4) / 2, (9 + 16) / 2]);
  });

  it("weighs samples and classes", async () => {
    using weighted = line(0);
    const sampleWeight = NDArray.from([1, 3]);
    expect((await weighted.fit(column(1, 1), column(2, 4), { ...quiet, sampleWeight })).history["loss"]).toEqual([
      (1 + 27) / 2,
    ]);
    using byClass = line(0);
    expect(
      (await byClass.fit(column(0, 0), column(1, 2), { ...quiet, classWeight: { 2: 10 } })).history["loss"],
    ).toEqual([(1 + 40) / 2]);
  });

  it("calls hooks in order, with running means", async () => {
    using model = line(0);
    const seen: string[] = [];
    class Watch extends Callback {
      override onEpochBegin(epoch: number): void {
        seen.push(`epoch ${epoch}`);
      }
      override onTrainBatchEnd(batch: number, logs: Logs): void {
        seen.push(`batch ${batch}: ${Object.keys(logs)} ${logs["loss"]}`);
      }
      override async onEpochEnd(_epoch: number, logs: Logs): Promise<void> {
        await Promise.resolve();
        seen.push(`end ${Object.keys(logs)}`);
      }
    }
    await model.fit(column(1, 1), column(2, 4), { ...quiet, batchSize: 1, shuffle: false, callbacks: new Watch() });
    expect(seen).toEqual(["epoch 0", "batch 0: loss,mae 1", "batch 1: loss,mae 5", "end loss,mae"]);
  });

  it("stops when a callback says so, after that batch and its epoch's end", async () => {
    using model = line();
    class Stop extends Callback {
      override onTrainBatchEnd(): void {
        this.model.stopTraining = true;
      }
    }
    const { history, epoch } = await model.fit(column(1, 1), column(2, 2), {
      ...quiet,
      batchSize: 1,
      epochs: 4,
      callbacks: [new Stop()],
    });
    expect([epoch, history["loss"]!.length]).toEqual([[0], 1]);
  });

  it("takes data sets, iterables and generators of batches", async () => {
    using model = line(0);
    const batches = [
      [column(1), column(2)],
      [column(1), column(4), NDArray.from([2])],
    ] as const;
    expect((await model.fit(batches.values.bind(batches), { ...quiet })).history["loss"]).toEqual([(1 + 18) / 2]);
    async function* endless() {
      for (;;) yield [column(1), column(2)] as const;
    }
    expect((await model.fit(endless(), { ...quiet, stepsPerEpoch: 3, epochs: 2 })).history["loss"]).toEqual([1, 1]);
  });

  it("rejects with the signal's reason", async () => {
    using model = line();
    const abort = new AbortController();
    class Abort extends Callback {
      override onTrainBatchEnd(batch: number): void {
        if (batch === 1) abort.abort(new RangeError("enough"));
      }
    }
    const training = model.fit(column(1, 1, 1, 1), column(2, 2, 2, 2), {
      ...quiet,
      batchSize: 1,
      callbacks: [new Abort()],
      signal: abort.signal,
    });
    await expect(training).rejects.toThrow("enough");
    expect(model.optimizer.iterations.numpy().item()).toBe(2n);
  });

  it("gives the same numbers for the same seed", async () => {
    const train = async () => {
      setRandomSeed(11);
      using model = new Sequential([
        Input({ shape: [1] }),
        new Dense({ units: 8, activation: "tanh" }),
        new Dropout({ rate: 0.3 }),
        new Dense({ units: 1 }),
      ]);
      model.compile({ optimizer: new Adam({ learningRate: 0.01 }), loss: "mse" });
      return (await model.fit(column(1, 2, 3, 4, 5), column(2, 1, 4, 3, 5), { ...quiet, batchSize: 2, epochs: 3 }))
        .history;
    };
    expect(await train()).toEqual(await train());
  });

  it("leaves no tensors behind but weights, metrics and the optimizer's state", async () => {
    const before = memory().numTensors;
    const model = line();
    await model.fit(column(1, 1, 1), column(2, 2, 2), { ...quiet, batchSize: 2, validationSplit: 0.4 });
    const after = memory().numTensors;
    await model.fit(column(1, 1, 1), column(2, 2, 2), { ...quiet, batchSize: 2, validationSplit: 0.4, epochs: 3 });
    await model.evaluate(column(1, 1), column(1, 1), quiet);
    expect(memory().numTensors).toBe(after);
    model[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });

  it("trains with a step of one's own", async () => {
    class Halving extends Model {
      readonly line = new Dense({ units: 1, useBias: false, kernelInitializer: "ones" });
      override call(x: Tensor): Tensor {
        return this.line(x);
      }
      override trainStep([x]: TrainBatch<Tensor>): Logs {
        this.line.kernel.assign(ops.multiply(this.line.kernel, 0.5));
        return { mine: x.shape[0]! };
      }
    }
    using model = new Halving();
    model.compile({ loss: "mse" });
    const { history } = await model.fit(column(1, 1), column(2, 2), quiet);
    expect([history, weight(model)]).toEqual([{ mine: [2] }, 0.5]);
  });
});
