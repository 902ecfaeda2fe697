import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../testing/variants.ts";
import { mix, nextKey } from "./next-key.ts";

const stateOf = (seed: number) => tf.tidy(() => tf.variable(tf.tensor1d([seed | 0, 0], "int32")));

describeVariants("the key of a generator's next draw", () => {
  it("is that of the host, and the state goes on, for small and for large seeds", () => {
    for (const seed of [0, 7, 2 ** 31, 2 ** 32 - 1]) {
      const state = stateOf(seed);
      for (let count = 0; count < 5; count++) {
        const key = nextKey(state);
        const word = mix(seed, count);
        expect([...key.dataSync()]).toEqual([word | 0, mix(0, word) | 0]);
        expect([...state.dataSync()]).toEqual([seed | 0, count + 1]);
        key.dispose();
      }
      state.dispose();
    }
  });
  it("leaves a clone of the state as it was, and no tensor behind", () => {
    const before = tf.memory().numTensors;
    const state = stateOf(3);
    const clone = state.clone();
    nextKey(state).dispose();
    expect([...clone.dataSync(), ...state.dataSync()]).toEqual([3, 0, 3, 1]);
    for (const one of [state, clone]) one.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});
