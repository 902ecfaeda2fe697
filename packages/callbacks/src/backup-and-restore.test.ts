import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { ConfigError, StateError } from "@hornbeam/core";
import { describe, expect, it, vi } from "vitest";
import { BackupAndRestore } from "./backup-and-restore.ts";
import { CallbackList } from "./callback-list.ts";
import { epochsOf, FakeModel, train } from "./fixtures/fake-model.ts";
import { inFolder } from "./fixtures/folder.ts";

/** A model that writes its epoch where its weights would be. */
function writing(): FakeModel {
  const model = new FakeModel();
  model.onSave = (path) => writeFileSync(path, String(model.epoch));
  return model;
}
async function interrupted(callback: BackupAndRestore, model: FakeModel, epochs: number): Promise<void> {
  callback.setModel(model);
  await callback.onTrainBegin();
  for (let epoch = 0; epoch < epochs; epoch++) {
    model.epoch = epoch;
    for (let batch = 0; batch < 4; batch++) await callback.onTrainBatchEnd(batch);
    await callback.onEpochEnd(epoch);
  }
}
const metadataIn = (path: string): unknown => JSON.parse(readFileSync(path, "utf8"));

describe("BackupAndRestore", () => {
  it("goes on behind the last whole epoch, and removes its folder at the end", () =>
    inFolder(async (path) => {
      const backupDir = path("backup");
      const first = new BackupAndRestore({ backupDir });
      await interrupted(first, writing(), 2);
      expect(first.initialEpoch).toBeUndefined();
      expect(metadataIn(path("backup", "training_metadata.json"))).toEqual({ epoch: 2, batch: 0 });
      const model = writing();
      const second = new BackupAndRestore({ backupDir });
      second.setModel(model);
      await second.onTrainBegin();
      expect(second.initialEpoch).toBe(2);
      expect(model.loaded).toEqual([path("backup", "latest.weights.h5")]);
      await second.onTrainEnd();
      expect(existsSync(backupDir)).toBe(false);
      await second.onTrainBegin();
      expect(second.initialEpoch).toBeUndefined();
    }));

  it("keeps its folder when a training is interrupted", () =>
    inFolder(async (path) => {
      const backupDir = path("backup");
      const callback = new BackupAndRestore({ backupDir });
      await interrupted(callback, writing(), 2);
      await new CallbackList({ callbacks: [callback] }).onTrainInterrupt(new Error("stop"));
      expect(metadataIn(path("backup", "training_metadata.json"))).toEqual({ epoch: 2, batch: 0 });
    }));

  it("keeps the folder if told to", () =>
    inFolder(async (path) => {
      const callback = new BackupAndRestore({ backupDir: path("backup"), deleteCheckpoint: false });
      await train(callback, writing(), epochsOf([1]));
      expect(existsSync(path("backup", "latest.weights.h5"))).toBe(true);
    }));

  it("saves every so many batches, and resumes the epoch", () =>
    inFolder(async (path) => {
      const callback = new BackupAndRestore({ backupDir: path("backup"), saveFreq: 3 });
      await interrupted(callback, writing(), 2); // batches 3 and 6 of 8
      expect(metadataIn(path("backup", "training_metadata.json"))).toEqual({ epoch: 1, batch: 1 });
      expect(callback.listensTo("onTrainBatchEnd")).toBe(true);
    }));

  it("falls back to the state before the last where that cannot be read", () =>
    inFolder(async (path) => {
      const options = { backupDir: path("backup"), doubleCheckpoint: true };
      await interrupted(new BackupAndRestore(options), writing(), 3);
      expect(readFileSync(path("backup", "latest.weights.h5.bkp"), "utf8")).toBe("1");
      const model = writing();
      model.loadWeights = async (file) => {
        if (readFileSync(file, "utf8") !== "1") throw new ConfigError("Cannot read the weights");
        model.loaded.push(file);
      };
      const callback = new BackupAndRestore(options);
      callback.setModel(model);
      await callback.onTrainBegin();
      expect(callback.initialEpoch).toBe(2);
      expect(model.loaded).toHaveLength(1);
    }));

  it("passes on what cannot be read where there is no state before", () =>
    inFolder(async (path) => {
      const options = { backupDir: path("backup") };
      await interrupted(new BackupAndRestore(options), writing(), 1);
      writeFileSync(path("backup", "training_metadata.json"), '{"epoch": -1}');
      const callback = new BackupAndRestore(options);
      callback.setModel(writing());
      await expect(callback.onTrainBegin()).rejects.toThrow(
        'training_metadata.json": it must hold the number of an epoch, received { epoch: -1 }',
      );
    }));

  it("refuses a model that is not built, and places without files", async () => {
    const callback = new BackupAndRestore({ backupDir: "backup" });
    const model = new FakeModel();
    model.built = false;
    callback.setModel(model);
    await expect(callback.onTrainBegin()).rejects.toThrow(
      'Cannot start a training with BackupAndRestore: model "fake" must be built before `fit`\n' +
        "Build it, or call it on a batch of data, before `fit`.",
    );
    vi.stubGlobal("process", undefined);
    const training = callback.onTrainBegin();
    vi.unstubAllGlobals();
    await expect(training).rejects.toThrow(StateError);
    await expect(training).rejects.toThrow("Cannot use BackupAndRestore: there must be a file system");
  });

  it("refuses an empty path", () => {
    expect(() => new BackupAndRestore({ backupDir: "" })).toThrow(
      'Cannot create BackupAndRestore: `backupDir` must be the path of a folder, received ""',
    );
  });
});
