import { clearSession, isMeasure, type Loss, memory, valueAndGrad } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import type { LossClass } from "./catalogue.ts";
import * as losses from "./losses.ts";

const classes = Object.entries<unknown>(losses).filter(([, value]) => !isMeasure(value)) as [string, LossClass][];
const sparse = /^(Sparse|CategoricalGeneralized|Circle)/;

/** Four steps of four classes, three samples. */
const sequences = [1, 2, 3].map((a) => [1, 2, 3, 4].map((b) => [1, 2, 3, 4].map((c) => Math.sin(a * b + c))));

/** Truths and predictions that any loss takes: three samples of four classes. */
function batch(name: string): { yTrue: ReturnType<typeof tensor>; yPred: ReturnType<typeof tensor> } {
  if (name === "CTC")
    return {
      yTrue: tensor([
        [1, 2],
        [1, 0],
        [3, 3],
      ]),
      yPred: tensor(sequences),
    };
  const yTrue = sparse.test(name)
    ? tensor([1, 3, 1])
    : tensor([
        [0, 1, 0, 0],
        [0, 0, 0, 1],
        [0, 1, 0, 0],
      ]);
  return {
    yTrue,
    yPred: tensor([
      [0.1, 0.6, 0.2, 0.1],
      [0.3, 0.3, 0.2, 0.2],
      [0.05, 0.85, 0.05, 0.05],
    ]),
  };
}

describe.each(classes)("%s", (name, Class) => {
  beforeEach(() => clearSession());

  it("goes by its own name", () => {
    expect(Class.name === name || (Class as unknown as { className: string }).className === name).toBe(true);
    expect(new Class().name).toBe(name === "Huber" ? "huber_loss" : snake(name));
  });
  it("survives a round trip through its config", () => {
    const config = new Class().getConfig();
    expect(JSON.parse(JSON.stringify(config))).toEqual(config);
    expect(fromConfig(Class, config).getConfig()).toEqual(config);
    expect(Object.keys(config).slice(0, 2)).toEqual(["name", "reduction"]);
  });
  it("gives a scalar, one value a sample where nothing is reduced, and the sum of those", () => {
    const { yTrue, yPred } = batch(name);
    expect(new Class()(yTrue, yPred).shape).toEqual([]);
    const each = fromConfig(Class, { reduction: "none" })(yTrue, yPred);
    const total = fromConfig(Class, { reduction: "sum" })(yTrue, yPred);
    expect(each.shape).toEqual(/^(Dice|Tversky)/.test(name) ? [] : [3]);
    expect(total).toBeClose([...each.dataSync()].reduce((a, b) => a + b));
  });
  it("has a finite gradient of the predictions' shape that is not zero", () => {
    const { yTrue, yPred } = batch(name);
    const { grads } = valueAndGrad(() => new Class()(yTrue, yPred), [yPred]);
    const numbers = [...grads[0]!.dataSync()];
    expect(grads[0]!.shape).toEqual(yPred.shape);
    expect(numbers.every(Number.isFinite)).toBe(true);
    expect(numbers.some((number) => number !== 0)).toBe(true);
  });
  it("leaves no tensor behind but its result", () => {
    const { yTrue, yPred } = batch(name);
    const loss = new Class();
    const before = memory().numTensors;
    loss(yTrue, yPred, [1, 2, 0]).dispose();
    expect(memory().numTensors).toBe(before);
    valueAndGrad(() => loss(yTrue, yPred), [yPred]);
    expect(memory().numTensors).toBe(before + 2);
  });
  it("refuses an unknown reduction and an unknown option", () => {
    const words = '"sum_over_batch_size", "sum", null, "none", "mean", "mean_with_sample_weight"';
    expect(() => fromConfig(Class, { reduction: "average" })).toThrow(
      `Cannot create ${name}: \`reduction\` must be one of ${words}, received "average"`,
    );
    expect(() => fromConfig(Class, { reductoin: "sum" })).toThrow(
      `Cannot create ${name} from its config: unknown key \`reductoin\`\nDid you mean \`reduction\`?`,
    );
  });
});

function fromConfig(Class: LossClass, config: object): Loss {
  return (Class as unknown as { fromConfig(config: object): Loss }).fromConfig(config);
}
function snake(name: string): string {
  return { KLDivergence: "kl_divergence", CTC: "ctc" }[name] ?? name.replace(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
}
