import { OptionError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { EarlyStopping } from "./early-stopping.ts";
import { epochsOf, FakeModel, train } from "./fixtures/fake-model.ts";
import { outputOf, warningsOf } from "./fixtures/output.ts";

const losses = [1, 0.8, 0.79, 0.85, 0.795, 0.5, 0.6, 0.7, 0.7, 0.7, 0.7];

describe("EarlyStopping", () => {
  // made by running keras.callbacks.EarlyStopping of Keras 3.15.1 over the same logs:
  // [options, epochs run, stopped epoch, best, best epoch, waiting at the end]
  it.each([
    [{ patience: 2 }, 5, 4, 0.79, 2, 2],
    [{ patience: 0 }, 4, 3, 0.79, 2, 1],
    [{ patience: 1, minDelta: 0.02 }, 3, 2, 0.8, 1, 1],
    [{ patience: 1, minDelta: -0.02 }, 3, 2, 0.8, 1, 1],
    [{ patience: 3 }, 9, 8, 0.5, 5, 3],
    [{ patience: 2, startFromEpoch: 3 }, 8, 7, 0.5, 5, 2],
    [{ patience: 2, baseline: 0.6 }, 4, 3, 0.79, 2, 4],
    [{ patience: 2, mode: "max" }, 3, 2, 1, 0, 2],
  ] as const)("stops where Keras stops with %o", async (options, epochs, stopped, best, bestEpoch, wait) => {
    const callback = new EarlyStopping({ monitor: "loss", ...options });
    const seen = await train(callback, new FakeModel(), epochsOf(losses));
    expect(seen).toHaveLength(epochs);
    expect(callback).toMatchObject({ stoppedEpoch: stopped, best, bestEpoch, wait });
  });

  it("does not take NaN for an improvement, and is not rid of one that came first", async () => {
    const callback = new EarlyStopping({ monitor: "loss", patience: 2 });
    expect(await train(callback, new FakeModel(), epochsOf([Number.NaN, 1, 0.5, 0.4]))).toHaveLength(3);
    expect(callback.best).toBeNaN();
  });

  it("compares as float32", async () => {
    const callback = new EarlyStopping({ monitor: "loss", patience: 3 });
    expect(await train(callback, new FakeModel(), epochsOf([0.5, 0.5 - 1e-9, 0.5, 0.5]))).toHaveLength(4);
    expect(callback.bestEpoch).toBe(0);
  });

  it("restores the weights of the best epoch, whether or not it stopped the training", async () => {
    const model = new FakeModel();
    const callback = new EarlyStopping({ monitor: "loss", patience: 3, restoreBestWeights: true, verbose: 1 });
    expect(await outputOf(() => train(callback, model, epochsOf(losses)))).toBe(
      "Epoch 9: early stopping\nRestoring model weights from the end of the best epoch: 6.\n",
    );
    expect(model.restored).toBe(5);
    const another = new FakeModel();
    expect(await outputOf(() => train(callback, another, epochsOf([2, 1])))).toBe(
      "Restoring model weights from the end of the best epoch: 2.\n",
    );
    expect(another.restored).toBe(1);
  });

  it("leaves the weights alone unless told to restore them", async () => {
    const model = new FakeModel();
    await train(new EarlyStopping({ monitor: "loss" }), model, epochsOf(losses));
    expect(model.restored).toBeUndefined();
  });

  it("warns once of a missing value, and does not count that epoch", async () => {
    const callback = new EarlyStopping({ monitor: "val_loss", patience: 2 });
    const values = epochsOf([1, undefined, 0.5, undefined, undefined, 0.6, 0.6], "val_loss");
    const warnings = await warningsOf(() => train(callback, new FakeModel(), values));
    expect(callback).toMatchObject({ stoppedEpoch: 6, bestEpoch: 2 });
    expect(warnings).toEqual([
      "Early stopping conditioned on metric `val_loss` which is not available. Available metrics are: ",
    ]);
  });

  it("asks the metric what is better", async () => {
    const metrics = [{ name: "loss" }, { name: "score", direction: "up" }] as const;
    const callback = new EarlyStopping({ monitor: "val_score", patience: 1 });
    await train(callback, new FakeModel({ metrics }), epochsOf([0.1, 0.2, 0.3, 0.2], "val_score"));
    expect(callback).toMatchObject({ bestEpoch: 2, best: 0.3, stoppedEpoch: 3 });
  });

  it("refuses a metric that does not say what is better", async () => {
    const metrics = [{ name: "custom", direction: undefined }];
    const training = train(new EarlyStopping({ monitor: "val_custom" }), new FakeModel({ metrics }), epochsOf([1]));
    await expect(training).rejects.toThrow(OptionError);
    await expect(training).rejects.toThrow(
      'Cannot monitor "val_custom" in EarlyStopping: it must be known whether it should be maximized or minimized, received mode "auto"\n' +
        'Pass `mode: "max"` where the highest value is best, or `mode: "min"` where the lowest is.',
    );
  });

  it("refuses options that do not fit", () => {
    expect(() => new EarlyStopping({ patience: -1 })).toThrow(
      "Cannot create EarlyStopping: `patience` must be a non-negative integer, received -1",
    );
    expect(() => new EarlyStopping({ mode: "best" as never })).toThrow(
      'Cannot create EarlyStopping: `mode` must be one of "auto", "min", "max", received "best"',
    );
    expect(() => new EarlyStopping({ patiense: 1 } as never)).toThrow("Did you mean `patience`?");
  });
});
