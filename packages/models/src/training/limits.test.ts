import { clearSession, config, NDArray, ready } from "@hornbeam/core";
import { Dense, Input } from "@hornbeam/layers";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { Sequential } from "../sequential.ts";

const data = new NDArray(new Float32Array(6), [6, 1]);
const quiet = { verbose: 0, batchSize: 1 } as const;

describe("limits of config", () => {
  beforeAll(() => ready());
  beforeEach(() => {
    clearSession();
  });
  afterEach(() => {
    config.setMaxEpochs(null);
    config.setMaxStepsPerEpoch(null);
    config.setDtypePolicy("float32");
    vi.restoreAllMocks();
  });

  it("hold for fit, evaluate and predict, and warn once", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    using model = new Sequential([Input({ shape: [1] }), new Dense({ units: 1 })]);
    model.compile({ optimizer: "sgd", loss: "mse" });
    config.setMaxEpochs(2);
    config.setMaxStepsPerEpoch(3);
    expect((await model.fit(data, data, { ...quiet, epochs: 5 })).epoch).toEqual([0, 1]);
    expect(model.optimizer!.iterations.numpy().item()).toBe(6n);
    expect((await model.fit(data, data, { ...quiet, epochs: 1, stepsPerEpoch: 2 })).epoch).toEqual([0]);
    expect(model.optimizer!.iterations.numpy().item()).toBe(8n);
    const predicted = (await model.predict(data, quiet)) as NDArray;
    expect(predicted.shape).toEqual([3, 1]);
    expect(warn.mock.calls.flat()).toEqual([
      "Training is limited to 2 epochs by config.setMaxEpochs.",
      "Epochs are limited to 3 steps by config.setMaxStepsPerEpoch.",
    ]);
  });

  it("and the policy of layers is that of config", () => {
    config.setDtypePolicy("mixed_bfloat16");
    using layer = new Dense({ units: 1 });
    expect(layer.getConfig()["dtype"]).toMatchObject({ class_name: "DTypePolicy", config: { name: "mixed_bfloat16" } });
  });
});
