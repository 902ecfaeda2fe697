import { type Callback, type Logs, OptionError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { listensTo } from "./_hooks.ts";
import { CallbackList } from "./callback-list.ts";
import { EarlyStopping } from "./early-stopping.ts";
import { epochsOf, FakeModel, train } from "./fixtures/fake-model.ts";
import { History } from "./history.ts";
import { LambdaCallback } from "./lambda-callback.ts";
import { ProgbarLogger } from "./progbar-logger.ts";
import { TerminateOnNaN } from "./terminate-on-nan.ts";

describe("CallbackList", () => {
  it("calls every hook of every callback, one after the other", async () => {
    const calls: string[] = [];
    const say = (who: string) =>
      new LambdaCallback({
        onEpochEnd: async (epoch) => {
          await new Promise((resolve) => setTimeout(resolve, who === "a" ? 5 : 0));
          calls.push(`${who} epoch ${epoch}`);
        },
        onTrainBatchEnd: (batch) => void calls.push(`${who} batch ${batch}`),
        onPredictBatchEnd: (_batch, { outputs }) => void calls.push(`${who} ${outputs}`),
      });
    const list = new CallbackList({ callbacks: [say("a"), [say("b")]] });
    await list.onEpochEnd(0);
    await list.onTrainBatchEnd(1);
    await list.onPredictBatchEnd(0, { outputs: 7 });
    expect(calls).toEqual(["a epoch 0", "b epoch 0", "a batch 1", "b batch 1", "a 7", "b 7"]);
  });

  it("shares one object a call, its keys in order, and leaves the caller's alone", async () => {
    const seen: Logs[] = [];
    const adds = new LambdaCallback({ onEpochEnd: (_epoch, logs) => void (logs.learning_rate = 0.5) });
    const sees = new LambdaCallback({ onEpochEnd: (_epoch, logs) => void seen.push(logs) });
    const list = new CallbackList({ callbacks: [adds, sees], addHistory: true });
    const logs = { val_loss: 2, loss: 1 };
    await list.onTrainBegin();
    await list.onEpochEnd(0, logs);
    expect(Object.keys(seen[0]!)).toEqual(["loss", "val_loss", "learning_rate"]);
    expect(logs).toEqual({ val_loss: 2, loss: 1 });
    expect(list.history!.history).toEqual({ loss: [1], val_loss: [2], learning_rate: [0.5] });
  });

  it("adds History and ProgbarLogger behind the others unless they are there", () => {
    const own = new History();
    const first = new EarlyStopping();
    const kinds = (list: CallbackList) => [...list].map((each) => each.constructor);
    const added = new CallbackList({ callbacks: [first], addHistory: true, addProgbar: true });
    expect(kinds(added)).toEqual([EarlyStopping, History, ProgbarLogger]);
    const kept = new CallbackList({ callbacks: [own, first], addHistory: true });
    expect([...kept]).toEqual([own, first]);
    expect(kept.history).toBe(own);
    expect(new CallbackList().history).toBeUndefined();
  });

  it("hands the model and the parameters to all", () => {
    const callback = new EarlyStopping();
    const model = new FakeModel();
    const params = { verbose: 2, epochs: 3, steps: 4 };
    new CallbackList({ callbacks: [callback], model, params });
    expect(callback.model).toBe(model);
    expect(callback.params).toBe(params);
  });

  it("knows the epoch that a callback wants to go on with", () => {
    const resumed = Object.assign(new LambdaCallback(), { initialEpoch: 4 });
    expect(new CallbackList({ callbacks: [new EarlyStopping(), resumed] }).initialEpoch).toBe(4);
    expect(new CallbackList({ callbacks: [new EarlyStopping()] }).initialEpoch).toBeUndefined();
  });

  it("knows which hooks do something", () => {
    const list = new CallbackList({ callbacks: [new EarlyStopping()], addProgbar: true });
    expect(list.listensTo("onEpochEnd")).toBe(true);
    expect(list.listensTo("onTrainBatchEnd")).toBe(false);
    list.setParams({ verbose: 1, epochs: 1, steps: 1 });
    expect(list.listensTo("onTrainBatchEnd")).toBe(true);
    expect(list.listensTo("onTrainBatchBegin")).toBe(false);
    expect(listensTo(new TerminateOnNaN(), "onTrainBatchEnd")).toBe(true); // by its onBatchEnd
    expect(listensTo(new TerminateOnNaN(), "onTestBatchEnd")).toBe(false);
  });

  it("refuses what is no callback", () => {
    expect(() => new CallbackList({ callbacks: [{} as Callback] })).toThrow(OptionError);
    expect(() => new CallbackList({ callbacks: [{} as Callback] })).toThrow(
      "Cannot create CallbackList: `callbacks` must be callbacks in a list, received [{}]",
    );
  });
});

describe("History", () => {
  it("goes on with its values, and begins its epochs anew", async () => {
    const history = new History();
    await train(history, new FakeModel(), [{ loss: 1 }, { loss: 0.5, val_loss: 2 }]);
    expect(history.history).toEqual({ loss: [1, 0.5], val_loss: [2] });
    await train(history, new FakeModel(), epochsOf([0.25]));
    expect(history.epoch).toEqual([0]);
    expect(history.history).toEqual({ loss: [1, 0.5, 0.25], val_loss: [2] });
  });
});

describe("LambdaCallback", () => {
  it("takes functions for any hook, and keeps the base's where none is given", async () => {
    const calls: string[] = [];
    const callback = new LambdaCallback({
      onTrainBegin: () => void calls.push("begin"),
      onTestEnd: (logs) => void calls.push(`test ${logs.loss}`),
      onBatchEnd: (batch) => void calls.push(`batch ${batch}`),
    });
    await callback.onTrainBegin({});
    await callback.onTestEnd({ loss: 2 });
    await callback.onTrainBatchEnd(3, {});
    await callback.onTrainEnd({});
    expect(calls).toEqual(["begin", "test 2", "batch 3"]);
  });

  it("refuses hooks that do not exist", () => {
    expect(() => new LambdaCallback({ onEpochend: () => {} } as never)).toThrow("Did you mean `onEpochEnd`?");
    expect(() => new LambdaCallback({ onEpochEnd: 1 } as never)).toThrow(
      "Cannot create LambdaCallback: `onEpochEnd` must be a function or null, received 1",
    );
  });
});
