import { readFileSync } from "node:fs";
import { config } from "@hornbeam/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CallbackList } from "./callback-list.ts";
import { outputOf } from "./fixtures/output.ts";
import { ProgbarLogger } from "./progbar-logger.ts";

const { texts } = JSON.parse(readFileSync(new URL("fixtures/progress-texts.json", import.meta.url), "utf8")) as {
  texts: Record<string, string>;
};

let now = 0;
beforeEach(() => {
  now = 1000;
  vi.spyOn(performance, "now").mockImplementation(() => now * 1000);
});
afterEach(() => vi.restoreAllMocks());

/** Two epochs of three batches of 0.1, 0.2 and 0.3 seconds, each with a validation. */
async function runTraining(list: CallbackList): Promise<void> {
  await list.onTrainBegin();
  for (let epoch = 0; epoch < 2; epoch++) {
    await list.onEpochBegin(epoch);
    for (let batch = 0; batch < 3; batch++) {
      await list.onTrainBatchBegin(batch);
      now += 0.1 * (batch + 1);
      await list.onTrainBatchEnd(batch, { loss: 1 / (batch + 1 + epoch), accuracy: 0.25 * (batch + 1) });
    }
    await list.onTestBegin();
    await list.onTestBatchEnd(0, { loss: 9 });
    await list.onTestEnd({ loss: 9 });
    now += 0.5;
    await list.onEpochEnd(epoch, { loss: 0.5 - 0.2 * epoch, accuracy: 0.75, val_loss: 0.00012 });
  }
  await list.onTrainEnd();
}

async function onTerminal(run: () => unknown): Promise<string> {
  const before = Object.getOwnPropertyDescriptor(process.stdout, "isTTY");
  Object.defineProperty(process.stdout, "isTTY", { value: true, configurable: true });
  try {
    return await outputOf(run);
  } finally {
    if (before) Object.defineProperty(process.stdout, "isTTY", before);
    else Reflect.deleteProperty(process.stdout, "isTTY");
  }
}

describe("ProgbarLogger", () => {
  it.each([
    [1, 3],
    [2, 3],
    [1, null],
    [2, null],
  ])("draws a training on a terminal byte for byte as Keras: verbose %d, %o steps", async (verbose, steps) => {
    const list = new CallbackList({ addProgbar: true, params: { verbose, epochs: 2, steps } });
    expect(await onTerminal(() => runTraining(list))).toBe(texts[`${verbose} ${steps === null ? "None" : steps}`]);
  });

  it.each([1, 2])("draws an evaluation and a prediction as Keras: verbose %d", async (verbose) => {
    const list = new CallbackList({ addProgbar: true, params: { verbose, epochs: 1, steps: 2 } });
    const evaluation = await onTerminal(async () => {
      await list.onTestBegin();
      for (let batch = 0; batch < 2; batch++) {
        now += 0.2;
        await list.onTestBatchEnd(batch, { loss: 1 / (batch + 1) });
      }
      await list.onTestEnd({ loss: 0.5 });
    });
    expect(evaluation).toBe(texts[`test ${verbose}`]);
    now = 1000;
    const prediction = await onTerminal(async () => {
      await list.onPredictBegin();
      for (let batch = 0; batch < 2; batch++) {
        now += 0.2;
        await list.onPredictBatchEnd(batch, { outputs: [1] });
      }
      await list.onPredictEnd();
    });
    expect(prediction).toBe(texts[`predict ${verbose}`]);
  });

  it("writes whole lines without colours where there is no terminal", async () => {
    let text = "";
    const logger = new ProgbarLogger({ write: (part) => void (text += part) });
    await runTraining(new CallbackList({ callbacks: [logger], params: { verbose: 1, epochs: 2, steps: 3 } }));
    expect(text).toBe(
      "Epoch 1/2\n3/3 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.7500 - loss: 0.5000 - val_loss: 1.2000e-04\n" +
        "Epoch 2/2\n3/3 ━━━━━━━━━━━━━━━━━━━━ 1s 500ms/step - accuracy: 0.7500 - loss: 0.3000 - val_loss: 1.2000e-04\n",
    );
  });

  it("writes whole lines where config asks for them", async () => {
    config.disableInteractiveLogging();
    try {
      const list = new CallbackList({ addProgbar: true, params: { verbose: 1, epochs: 2, steps: 3 } });
      expect((await onTerminal(() => runTraining(list))).split("\n")).toHaveLength(5);
    } finally {
      config.enableInteractiveLogging();
    }
  });

  it("writes lines to the console where there is no process", async () => {
    vi.stubGlobal("process", undefined);
    const log = vi.spyOn(console, "log").mockReturnValue(undefined);
    try {
      await runTraining(new CallbackList({ addProgbar: true, params: { verbose: 2, epochs: 2, steps: 3 } }));
    } finally {
      vi.unstubAllGlobals();
    }
    expect(log.mock.calls.map(([line]) => line)).toEqual(texts["2 3"]!.trim().split("\n"));
  });
});
