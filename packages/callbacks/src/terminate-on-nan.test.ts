import { StateError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { FakeModel } from "./fixtures/fake-model.ts";
import { outputOf } from "./fixtures/output.ts";
import { TerminateOnNaN } from "./terminate-on-nan.ts";

describe("TerminateOnNaN", () => {
  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("stops at a loss of %d", async (loss) => {
    const callback = new TerminateOnNaN();
    const model = new FakeModel();
    callback.setModel(model);
    await callback.onTrainBatchEnd(0, { loss: 1e30 });
    await callback.onTrainBatchEnd(0, { accuracy: Number.NaN });
    expect(model.stopTraining).toBe(false);
    expect(await outputOf(() => callback.onTrainBatchEnd(3, { loss }))).toBe(
      "Batch 3: Invalid loss, terminating training\n",
    );
    expect(model.stopTraining).toBe(true);
  });

  it("throws at once if told to", () => {
    const callback = new TerminateOnNaN({ raiseError: true });
    callback.setModel(new FakeModel());
    expect(() => callback.onTrainBatchEnd(2, { loss: Number.NaN })).toThrow(StateError);
    expect(() => callback.onTrainBatchEnd(2, { loss: Number.NaN })).toThrow(
      "Cannot train beyond batch 2: the loss must be finite, received NaN",
    );
  });
});
