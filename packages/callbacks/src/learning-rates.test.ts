import { describe, expect, it } from "vitest";
import { epochsOf, FakeModel, train } from "./fixtures/fake-model.ts";
import { outputOf, warningsOf } from "./fixtures/output.ts";
import { LearningRateScheduler } from "./learning-rate-scheduler.ts";
import { ReduceLROnPlateau } from "./reduce-lr-on-plateau.ts";

const losses = [1, 0.8, 0.79, 0.85, 0.795, 0.5, 0.6, 0.7, 0.7, 0.7, 0.7];
const [r1, r2, r3, r4] = [0.10000000149011612, 0.05000000074505806, 0.02500000037252903, 0.012500000186264515];

describe("ReduceLROnPlateau", () => {
  // made by running keras.callbacks.ReduceLROnPlateau of Keras 3.15.1 over the same logs: [options, rates, last rate]
  it.each([
    [{ patience: 2, factor: 0.5 }, [r1, r1, r1, r1, r1, r2, r2, r2, r3, r3, r4], r4],
    [{ patience: 1, factor: 0.5, cooldown: 2 }, [r1, r1, r1, r1, r2, r2, r2, r3, r3, r4, r4], 0.0062500000931322575],
    [
      { patience: 1, factor: 0.1, minLr: 0.005 },
      [r1, r1, r1, r1, 0.009999999776482582, ...Array<number>(6).fill(0.004999999888241291)],
      0.004999999888241291,
    ],
    [
      { patience: 0, factor: 0.5 },
      [r1, r1, r1, r1, r2, r3, r3, r4, 0.0062500000931322575, 0.0031250000465661287, 0.0015625000232830644],
      0.0007812500116415322,
    ],
  ])("reduces when Keras reduces with %o", async (options, rates, last) => {
    const model = new FakeModel();
    const logs = await train(new ReduceLROnPlateau({ monitor: "loss", ...options }), model, epochsOf(losses));
    expect(logs.map(({ learning_rate: rate }) => rate)).toEqual(rates);
    expect(model.optimizer.currentLearningRate).toBe(last);
  });

  it("says what it does in Keras' words", async () => {
    const callback = new ReduceLROnPlateau({ monitor: "loss", patience: 1, factor: 0.5, cooldown: 2, verbose: 1 });
    expect(await outputOf(() => train(callback, new FakeModel(), epochsOf(losses.slice(0, 7))))).toBe(
      "\nEpoch 4: ReduceLROnPlateau reducing learning rate to 0.05000000074505806.\n" +
        "\nEpoch 7: ReduceLROnPlateau reducing learning rate to 0.02500000037252903.\n",
    );
  });

  it("adds the learning rate though the value is missing, of which it warns once", async () => {
    const callback = new ReduceLROnPlateau({ monitor: "val_mae", mode: "min" });
    let logs: unknown;
    const warnings = await warningsOf(async () => {
      logs = await train(callback, new FakeModel(), [{ loss: 1 }, { loss: 1 }]);
    });
    expect(logs).toEqual([
      { loss: 1, learning_rate: r1 },
      { loss: 1, learning_rate: r1 },
    ]);
    expect(warnings).toEqual([
      "Learning rate reduction is conditioned on metric `val_mae` which is not available. Available metrics are: loss,learning_rate",
    ]);
  });

  it("refuses a factor that does not reduce", () => {
    expect(() => new ReduceLROnPlateau({ factor: 1 })).toThrow(
      "Cannot create ReduceLROnPlateau: `factor` must be a number below 1 (a factor >= 1.0 is not supported), received 1",
    );
  });
});

describe("LearningRateScheduler", () => {
  it("sets the rate of each epoch, adds it to the logs and says so in Keras' words", async () => {
    const callback = new LearningRateScheduler({ schedule: (epoch, rate) => (epoch ? rate * 0.5 : 1e-5), verbose: 1 });
    let logs: unknown;
    const text = await outputOf(async () => {
      logs = await train(callback, new FakeModel(), epochsOf([1, 1, 1]));
    });
    expect(logs).toEqual([
      { loss: 1, learning_rate: 9.999999747378752e-6 },
      { loss: 1, learning_rate: 4.999999873689376e-6 },
      { loss: 1, learning_rate: 2.499999936844688e-6 },
    ]);
    expect(text).toBe(
      "\nEpoch 1: LearningRateScheduler setting learning rate to 1e-05.\n" +
        "\nEpoch 2: LearningRateScheduler setting learning rate to 4.999999873689376e-06.\n" +
        "\nEpoch 3: LearningRateScheduler setting learning rate to 2.499999936844688e-06.\n",
    );
  });

  it("refuses what is no number", async () => {
    const callback = new LearningRateScheduler({ schedule: () => "0.1" as never });
    await expect(train(callback, new FakeModel(), epochsOf([1]))).rejects.toThrow(
      'Cannot set the learning rate of epoch 0 by LearningRateScheduler: the output of the `schedule` function should be a float, received "0.1"',
    );
    expect(() => new LearningRateScheduler({ schedule: 0.1 as never })).toThrow(
      "Cannot create LearningRateScheduler: `schedule` must be a function, received 0.1",
    );
  });
});
