import { getThreads, memory, ready, setThreads } from "@hornbeam/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareSteps } from "../../testing/compare-steps.ts";
import { randomTrial } from "../../testing/random-trial.ts";

const seeds = Array.from({ length: 24 }, (_, seed) => seed);

describe("networks that were drawn train to the same bits, recorded and eager", () => {
  const before = getThreads();
  beforeAll(() => ready());
  afterAll(() => setThreads(before));

  it.each(seeds)("number %i", async (seed) => {
    await setThreads(1 + (seed % 2));
    const tensors = memory().numTensors;
    const modes = compareSteps(randomTrial(seed), 17);
    expect(modes["predict"]).toBe("recorded");
    for (const mode of Object.values(modes)) expect(["recorded", "starting"]).toContain(mode);
    expect(memory().numTensors).toBe(tensors);
  });
});
