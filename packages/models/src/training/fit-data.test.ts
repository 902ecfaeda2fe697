import { clearSession, NDArray, ready, type Tensor } from "@hornbeam/core";
import { Dataset } from "@hornbeam/data";
import { Dense, Input } from "@hornbeam/layers";
import * as ops from "@hornbeam/ops";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { column, line, quiet } from "../../testing/line.ts";
import { Model } from "../model.ts";
import type { TrainBatch } from "./types.ts";

/** Says how much it was given. */
class Counting extends Model {
  override call(x: Tensor): Tensor {
    return x;
  }
  override trainStep([x, y]: TrainBatch) {
    return { rows: ops.sum(x), targets: y === null ? 0 : 1 };
  }
}
function counting(): Counting {
  const model = new Counting();
  model.compile();
  return model;
}

describe("fit takes", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  it("options behind samples that have no targets", async () => {
    using model = counting();
    const { history } = await model.fit(column(1, 2), { ...quiet, epochs: 2 });
    expect(history).toEqual({ rows: [3, 3], targets: [0, 0] });
    expect((await model.fit(column(4), null, quiet)).history).toEqual({ rows: [4], targets: [0] });
    await expect(model.fit(column(1), { epoch: 2 } as never)).rejects.toThrow("Cannot read y: it must be an array");
  });

  it("data sets whose batches are samples alone", async () => {
    using model = counting();
    const dataset = Dataset.fromTensorSlices(column(1, 2, 3)).batch(2);
    expect((await model.fit(dataset, quiet)).history).toEqual({ rows: [3], targets: [0] }); // what the last batch gave
  });

  it("records of lists, and lists with arrays beside lists", async () => {
    const [a, b] = [Input({ shape: [1], name: "a" }), Input({ shape: [1], name: "b" })];
    const p = new Dense({ units: 1, name: "p", kernelInitializer: "ones" })(a);
    const q = new Dense({ units: 1, name: "q", kernelInitializer: "ones" })(b);
    using model = new Model({ inputs: { a, b }, outputs: { p, q } });
    model.compile({ optimizer: "sgd", loss: { p: "mse", q: "mse" } });
    const x = { a: [[1], [2]], b: [[3], [4]] };
    expect(await model.evaluate(x, { p: [[1], [2]], q: [[4], [5]] }, { verbose: 0 })).toEqual([1, 0, 1]);
    expect(
      await model.evaluate([NDArray.from(x.a), x.b], [NDArray.from([[1], [2]]), [[3], [4]]], { verbose: 0 }),
    ).toEqual([0, 0, 0]);
  });

  it("options behind data sets in evaluate, and null for targets", async () => {
    using model = line();
    const batches = Dataset.fromTensorSlices([column(1), column(2)]).batch(1);
    expect(await model.evaluate(batches, { returnDict: true, verbose: 0 })).toHaveProperty("loss");
  });
});
