import { existsSync, mkdirSync } from "node:fs";
import { ConfigError, OptionError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { epochsOf, FakeModel, train } from "./fixtures/fake-model.ts";
import { inFolder } from "./fixtures/folder.ts";
import { outputOf, warningsOf } from "./fixtures/output.ts";
import { ModelCheckpoint } from "./model-checkpoint.ts";

describe("ModelCheckpoint", () => {
  it("names the file of each epoch by its format, and makes the folder", () =>
    inFolder(async (path) => {
      const model = new FakeModel();
      const filepath = path("deep", "{epoch:02d}-{loss:.2f}.keras");
      await train(new ModelCheckpoint({ filepath }), model, epochsOf([1, 0.5, 0.125]));
      expect(model.saved).toEqual(["01-1.00", "02-0.50", "03-0.12"].map((name) => path("deep", `${name}.keras`)));
      expect(existsSync(path("deep"))).toBe(true);
    }));

  it("saves the best only, and says what it does in Keras' words", () =>
    inFolder(async (path) => {
      const model = new FakeModel();
      const filepath = path("b.keras");
      const callback = new ModelCheckpoint({ filepath, monitor: "loss", saveBestOnly: true, verbose: 1 });
      expect(await outputOf(() => train(callback, model, epochsOf([1, 0.5, 0.7])))).toBe(
        `\nEpoch 1: loss improved from None to 1.00000, saving model to ${filepath}\n` +
          `\nEpoch 1: finished saving model to ${filepath}\n` +
          `\nEpoch 2: loss improved from 1.00000 to 0.50000, saving model to ${filepath}\n` +
          `\nEpoch 2: finished saving model to ${filepath}\n` +
          "\nEpoch 3: loss did not improve from 0.50000\n",
      );
      expect(model.saved).toHaveLength(2);
      await outputOf(() => train(callback, model, epochsOf([0.6])));
      expect(model.saved).toHaveLength(2); // the best outlives a training
    }));

  it("starts from a threshold", () =>
    inFolder(async (path) => {
      const model = new FakeModel();
      const options = { filepath: path("b.h5"), monitor: "loss", saveBestOnly: true };
      const callback = new ModelCheckpoint({ ...options, initialValueThreshold: 0.6 });
      await train(callback, model, epochsOf([1, 0.5, 0.7]));
      expect(model.saved).toHaveLength(1);
      expect(callback.best).toBe(0.5);
    }));

  it("saves where the monitored value is missing, and warns once", () =>
    inFolder(async (path) => {
      const model = new FakeModel();
      const callback = new ModelCheckpoint({
        filepath: path("w.weights.h5"),
        monitor: "loss",
        saveBestOnly: true,
        saveWeightsOnly: true,
      });
      const warnings = await warningsOf(() => train(callback, model, epochsOf([0.5, undefined])));
      expect(model.saved).toHaveLength(2);
      expect(warnings).toEqual([
        "Can save best model only with metric `loss` which is not available. Available metrics are: ",
      ]);
    }));

  // made by running keras.callbacks.ModelCheckpoint of Keras 3.15.1 over the same batches
  it.each([
    [
      [0, 1, 2, 3],
      ["1-3", "2-2", "3-1", "3-4"],
    ],
    [
      [1, 3, 5],
      ["1-4", "2-2", "2-6", "3-4"],
    ],
  ])("counts batches %j over the ends of epochs", (batches, expected) =>
    inFolder(async (path) => {
      const model = new FakeModel();
      const callback = new ModelCheckpoint({ filepath: path("{epoch}-{batch}.keras"), saveFreq: 3 });
      callback.setModel(model);
      for (let epoch = 0; epoch < 3; epoch++) {
        callback.onEpochBegin(epoch);
        for (const batch of batches) await callback.onTrainBatchEnd(batch, { loss: 1 });
        await callback.onEpochEnd(epoch, { loss: 1 });
      }
      expect(model.saved).toEqual(expected.map((name) => path(`${name}.keras`)));
    }),
  );

  it("saves the best of batches, where Keras fails", () =>
    inFolder(async (path) => {
      const model = new FakeModel();
      const options = { filepath: path("b.keras"), monitor: "loss", saveBestOnly: true };
      const callback = new ModelCheckpoint({ ...options, saveFreq: 1 });
      callback.setModel(model);
      for (const [batch, loss] of [3, 2, 2.5].entries()) await callback.onTrainBatchEnd(batch, { loss });
      expect(model.saved).toHaveLength(2);
      expect(callback.listensTo("onTrainBatchEnd")).toBe(true);
      expect(new ModelCheckpoint(options).listensTo("onTrainBatchEnd")).toBe(false);
    }));

  it("refuses a field that is not among the logs", () =>
    inFolder(async (path) => {
      const callback = new ModelCheckpoint({ filepath: path("{val_acc:.2f}.keras") });
      const training = train(callback, new FakeModel(), epochsOf([1]));
      await expect(training).rejects.toThrow(OptionError);
      await expect(training).rejects.toThrow(
        'of ModelCheckpoint: its fields must be among the logs, received "val_acc"\nThe logs of this moment have: epoch, loss.',
      );
    }));

  it("refuses a path that is a folder", () =>
    inFolder(async (path) => {
      const filepath = path("model.keras");
      mkdirSync(filepath);
      const training = train(new ModelCheckpoint({ filepath }), new FakeModel(), epochsOf([1]));
      await expect(training).rejects.toThrow(ConfigError);
      await expect(training).rejects.toThrow("the path must not be that of a directory");
    }));

  it("refuses options that do not fit", () => {
    expect(() => new ModelCheckpoint({ filepath: "model.hdf5" })).toThrow(
      'Cannot create ModelCheckpoint: `filepath` must end in `.keras` or `.h5`, received "model.hdf5"',
    );
    expect(() => new ModelCheckpoint({ filepath: "model.keras", saveWeightsOnly: true })).toThrow(
      'Cannot create ModelCheckpoint: `filepath` must end in `.weights.h5` when only weights are saved, received "model.keras"',
    );
    expect(() => new ModelCheckpoint({ filepath: "m.keras", saveFreq: 1.5 })).toThrow(
      'Cannot create ModelCheckpoint: `saveFreq` must be "epoch" or a positive integer, received 1.5',
    );
    expect(() => new ModelCheckpoint({ filepath: "{epoch.keras" })).toThrow(
      'Cannot create ModelCheckpoint: `filepath` must be a format string with fields by name, received "{epoch.keras"\n' +
        'Fields are written `{epoch:02d}`, a brace itself "{{" or "}}".',
    );
  });
});
