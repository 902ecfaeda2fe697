import { type Config, clearSession, isMeasure, memory, type Tensor, toNDArray } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { beforeEach, describe, expect, it } from "@hornbeam/testing";
import { deserialize, serialize } from "./get.ts";
import type { AnyMetric } from "./identifiers.ts";
import * as metrics from "./metrics.ts";

type AnyClass = new (options?: Record<string, unknown>) => AnyMetric;

/** Options without which a metric cannot be made. */
const needed: Record<string, Record<string, unknown>> = {
  IoU: { numClasses: 3, targetClassIds: [0, 2] },
  MeanIoU: { numClasses: 3 },
  OneHotIoU: { numClasses: 3, targetClassIds: [1] },
  OneHotMeanIoU: { numClasses: 3 },
  MeanMetricWrapper: { fn: metrics.binaryAccuracy, fnOptions: { threshold: 0.25 } },
  PrecisionAtRecall: { recall: 0.5 },
  RecallAtPrecision: { precision: 0.5 },
  SensitivityAtSpecificity: { specificity: 0.5 },
  SpecificityAtSensitivity: { sensitivity: 0.5 },
};
/** Names that are not the class's in snake_case. */
const names: Record<string, string> = { LogCoshError: "logcosh", FBetaScore: "fbeta_score" };

const classes = Object.entries<unknown>(metrics).filter(([, value]) => !isMeasure(value)) as [string, AnyClass][];

/** What a metric of a name is updated with: four samples of three classes. */
function batch(name: string): unknown[] {
  const scores = tensor([
    [0.2, 0.5, 0.3],
    [0.6, 0.3, 0.1],
    [0.1, 0.1, 0.8],
    [0.4, 0.5, 0.1],
  ]);
  if (/^(Mean|Sum)$/.test(name)) return [tensor([1, 2, 3, 4])];
  if (/^Sparse/.test(name)) return [tensor([1, 0, 2, 0]), scores];
  if (name === "BinaryIoU") return [tensor([1, 0, 1, 0]), tensor([0.9, 0.6, 0.4, 0.1])];
  if (/^(IoU|MeanIoU)$/.test(name)) return [tensor([1, 0, 2, 0]), tensor([1, 0, 2, 1])];
  return [
    tensor([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
      [1, 0, 0],
    ]),
    scores,
  ];
}
const host = (result: unknown) => toNDArray(result as Tensor).toArray();

describe.each(classes)("%s", (name, Class) => {
  const make = () => new Class(needed[name]);
  beforeEach(() => clearSession());

  it("goes by its own name", () => {
    const snake = name
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z])([A-Z])/g, "$1_$2")
      .toLowerCase();
    expect(make().name).toBe(names[name] ?? snake);
  });
  it("survives a round trip through its config", () => {
    const written = JSON.parse(JSON.stringify(serialize(make()))) as { module: string; config: Config };
    expect(written.module).toBe("keras.metrics");
    expect(serialize(deserialize(written))).toEqual(written);
    expect(written.config).toMatchObject({ name: make().name.replace(/_1$/, ""), dtype: make().dtype });
  });
  it("weighs nothing where every sample weighs the same", () => {
    const [plain, weighted] = [make(), make()];
    plain.updateState(...batch(name));
    weighted.updateState(...batch(name), { sampleWeight: tensor([1, 1, 1, 1], { dtype: "int32" }) });
    expect(weighted.result()).toBeClose(host(plain.result()), { atol: 1e-5 });
  });
  it("forgets all at a reset", () => {
    const metric = make();
    metric.updateState(...batch(name));
    const once = host(metric.result());
    metric.resetState();
    metric.updateState(...batch(name));
    expect(metric.result()).toBeClose(once);
  });
  it("leaves no tensor behind but its state, which it frees", () => {
    const inputs = batch(name);
    const start = memory().numTensors;
    const metric = make();
    const run = () => {
      metric.updateState(...inputs, { sampleWeight: [1, 2, 0, 1] });
      (metric.result() as Tensor).dispose();
    };
    run();
    const before = memory().numTensors;
    run();
    metric.resetState();
    run();
    expect(memory().numTensors).toBe(before);
    metric[Symbol.dispose]();
    expect(memory().numTensors).toBe(start);
  });
  it("refuses an option that it does not have", () => {
    expect(() => new Class({ ...needed[name], dtpe: "float32" })).toThrow(
      `Cannot create ${name}: unknown option \`dtpe\`\nDid you mean \`dtype\`?`,
    );
  });
});
