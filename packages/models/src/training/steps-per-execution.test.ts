import { Callback, clearSession, type Logs, NDArray, ready } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { Sequential } from "../sequential.ts";

const column = (...values: number[]) => new NDArray(Float32Array.from(values), [values.length, 1]);
const quiet = { verbose: 0 } as const;
/** `y = w x` with `w = 1` to begin with. */
const line = () =>
  new Sequential([Input({ shape: [1] }), new Dense({ units: 1, useBias: false, kernelInitializer: "ones" })]);

describe("stepsPerExecution", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("groups hooks", async () => {
    using model = line();
    model.compile({ optimizer: "sgd", loss: "mse", stepsPerExecution: 2 });
    const seen: number[] = [];
    class Watch extends Callback {
      override onTrainBatchEnd(batch: number): void {
        seen.push(batch);
      }
    }
    await model.fit(column(1, 1, 1), column(1, 1, 1), { ...quiet, batchSize: 1, callbacks: [new Watch()] });
    expect(seen).toEqual([1, 3]);
  });

  it("changes nothing in what is learned; hooks get the logs of the last step", async () => {
    const outcome = async (stepsPerExecution: number) => {
      using model = line();
      model.compile({ optimizer: "sgd", loss: "mse", metrics: ["mae"], stepsPerExecution });
      const losses: Record<number, number> = {};
      class Watch extends Callback {
        override onTrainBatchEnd(batch: number, logs: Logs): void {
          losses[batch] = logs["loss"] as number;
        }
      }
      const numbers = column(1, 2, 3, 4, 5, 6, 7, 8);
      const options = { ...quiet, batchSize: 1, shuffle: false, epochs: 4, callbacks: new Watch() };
      const { history } = await model.fit(numbers.div(8), numbers.div(4), options);
      const evaluated = await model.evaluate(numbers.div(8), numbers, { ...quiet, batchSize: 2 });
      return { history, evaluated, weights: model.getWeights(), losses };
    };
    const [single, several] = [await outcome(1), await outcome(3)];
    expect(several).toEqual({ ...single, losses: several.losses });
    // the third group has two batches, and is numbered as if it had three, as in Keras
    const { 2: third, 5: sixth, 7: last } = single.losses;
    expect(several.losses).toEqual({ 2: third, 5: sixth, 8: last });
  });
});
