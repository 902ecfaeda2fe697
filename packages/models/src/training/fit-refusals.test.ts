import { clearSession, type Logs, NDArray, ready } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { column, line, quiet } from "../../testing/line.ts";
import { Sequential } from "../sequential.ts";

describe("fit refuses", () => {
  beforeAll(() => ready());
  beforeEach(() => clearSession());

  const rejects = async (work: Promise<unknown>, message: string) => {
    await expect(work).rejects.toThrow(message);
  };
  const train = (x: unknown, y: unknown, options: object = {}, model: Sequential = line()) =>
    model.fit(x as never, y as never, { ...quiet, ...options });

  it("a model that was not compiled", async () => {
    const model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1 })], { name: "raw" });
    await rejects(
      train(column(1), column(1), {}, model),
      'Cannot fit Sequential "raw": the model must have been compiled\nCall `compile` with an optimizer and a loss first',
    );
    model.compile({ optimizer: "sgd" });
    await rejects(
      train(column(1), column(1), {}, model),
      'Cannot compute the loss of Sequential "raw": there must be a loss to compute, and targets\nGive `compile` a `loss`.',
    );
  });

  it("arrays of different lengths, and empty ones", async () => {
    await rejects(
      train(column(1, 2), column(1)),
      'Cannot fit Sequential "net": all arrays must have the same number of samples (cardinality), received sizes x: 2, y: 1',
    );
    await rejects(
      train(new NDArray(new Float32Array(0), [0, 1]), new NDArray(new Float32Array(0), [0, 1])),
      'Cannot fit Sequential "net": the data must not be empty, received samples 0',
    );
  });

  it("targets that are not numbers", async () => {
    await rejects(
      train(column(1, 2), column(1, Number.NaN)),
      'Cannot fit Sequential "net": the targets must be numbers, received at sample 1 NaN',
    );
    await rejects(train(3, column(1)), "Cannot read x: it must be an array, or a structure of arrays, received 3");
  });

  it("logs that come later", async () => {
    class Later extends Sequential {
      override trainStep(): Logs {
        return Promise.resolve({ loss: 1 }) as never;
      }
    }
    const later = new Later([Input({ shape: [1] }), new Dense({ units: 1 })]);
    later.compile({ loss: "mse" });
    await rejects(
      train(column(1), column(1), {}, later),
      "Cannot run a step: it must return its logs, and not a promise\nLeave out `async`: a step is one piece, whose tensors are freed when it returns.",
    );
  });

  it("shapes that the model or the loss cannot take", async () => {
    await rejects(
      train(new NDArray(new Float32Array(4), [2, 2]), column(1, 1)),
      'Cannot call Sequential "net": input "input_layer" must have shape [null, 1], received shape [2, 2]',
    );
  });

  it("options that do not exist or cannot be meant", async () => {
    await rejects(
      train(column(1), column(1), { epoch: 3 }),
      'Cannot fit Sequential "net": unknown option `epoch`\nDid you mean `epochs`?',
    );
    await rejects(
      train(column(1), column(1), { batchSize: 0 }),
      'Cannot fit Sequential "net": `batchSize` must be a positive integer, received 0',
    );
    await rejects(
      train(column(1), column(1), { verbose: 3 }),
      'Cannot fit Sequential "net": `verbose` must be one of "auto", 0, 1, 2, received 3',
    );
    await rejects(
      train(column(1), column(1), { validationSplit: 0.5 }),
      'Cannot fit Sequential "net": `validationSplit` must leave samples on both sides',
    );
    await rejects(
      train(column(1), column(1), { validationSplit: 1.5 }),
      'Cannot fit Sequential "net": `validationSplit` must be a number in [0, 1), received 1.5',
    );
    await rejects(
      train(column(1), column(1), { classWeight: { 0: 1 }, sampleWeight: NDArray.from([1]) }),
      'Cannot fit Sequential "net": `classWeight` and `sampleWeight` exclude each other',
    );
  });

  it("names that nobody knows", async () => {
    const model = line();
    expect(() => model.compile({ optimizer: "adamant", loss: "mse" })).toThrow('Did you mean "');
    model.compile({ optimizer: "sgd", loss: "mean_cubed_error" });
    await rejects(train(column(1), column(1), {}, model), "mean_cubed_error");
    model.compile({ optimizer: "sgd", loss: "mse", metrics: ["acuracy"] });
    await rejects(train(column(1), column(1), {}, model), "acuracy");
    expect(() => model.compile({ optimiser: "sgd" } as never)).toThrow(
      'Cannot compile Sequential "net": unknown option `optimiser`',
    );
    expect(() => model.compile({ metrics: "mae" as never })).toThrow(
      'Cannot compile a model: `metrics` must be a list, or a record by output, received "mae"',
    );
  });
});
