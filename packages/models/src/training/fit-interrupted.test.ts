import { LambdaCallback } from "@hornbeam/callbacks";
import { Callback, NDArray } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { describe, expect, it } from "@hornbeam/testing";
import { vi } from "vitest";
import { Sequential } from "../sequential.ts";

const column = (...values: number[]) => new NDArray(Float32Array.from(values), [values.length, 1]);
const quiet = { verbose: 0 } as const;
function line(): Sequential {
  const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1 })]);
  model.compile({ optimizer: "sgd", loss: "mse" });
  return model;
}

describe("fit", () => {
  it("tells callbacks when it is interrupted, by a signal or an error", async () => {
    const calls: string[] = [];
    const abort = new AbortController();
    const log = new LambdaCallback({
      onEpochEnd: (epoch) => void (epoch === 1 && abort.abort(new RangeError("enough"))),
      onTrainEnd: (logs) => void calls.push(`end ${Object.keys(logs)}`),
    });
    class Watch extends Callback {
      override onTrainInterrupt(error: unknown): void {
        calls.push(String(error));
      }
    }
    class Broken extends Callback {
      override onTrainEnd(): void {
        throw new Error("no disk");
      }
    }
    using model = line();
    const callbacks = [new Broken(), new Watch(), log];
    const warn = vi.spyOn(console, "warn").mockReturnValue(undefined);
    const options = { ...quiet, epochs: 9, callbacks };
    const data = [column(1, 1), column(2, 2)] as const;
    await expect(model.fit(...data, { ...options, signal: abort.signal })).rejects.toThrow("enough");
    expect(calls).toEqual(["RangeError: enough", "end loss"]);
    expect(warn.mock.calls).toEqual([["Broken failed when the training was interrupted: Error: no disk"]]);
    warn.mockRestore();
    calls.length = 0;
    const failing = function* () {
      yield [column(1), column(2)] as const;
      throw new Error("no more");
    };
    await expect(model.fit(failing(), { ...quiet, callbacks: [new Watch(), log] })).rejects.toThrow("no more");
    expect(calls).toEqual(["Error: no more", "end "]);
    calls.length = 0;
    await model.fit(...data, { ...quiet, callbacks: [new Watch(), log] });
    expect(calls).toEqual(["end loss"]);
  });
});
