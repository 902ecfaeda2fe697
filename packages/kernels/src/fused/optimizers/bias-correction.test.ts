import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../../testing/variants.ts";
import { complement, correctedRate, countUp, stepPower } from "./bias-correction.ts";

const { fround } = Math;

const numberIn = (make: () => tf.Tensor): number => {
  const tensor = make();
  const [value] = tensor.dataSync();
  tensor.dispose();
  return value!;
};

const variable = (value: number, dtype?: "int32"): tf.Variable => tf.tidy(() => tf.variable(tf.scalar(value, dtype)));

describeVariants("the correction of the start", () => {
  it("has powers of decays, of float32 and rounded once", () => {
    for (const beta of [0.9, 0.96, 0.99, 0.999, 0.999999, 0.5, 1, 0]) {
      for (const iterations of [0, 1, 2, 6, 7, 99, 1023, 4242]) {
        const power = numberIn(() => stepPower(beta, iterations));
        expect(power).toBe(fround(fround(beta) ** (iterations + 1)));
      }
    }
    expect(numberIn(() => stepPower(0.999, 2 ** 31 - 1))).toBe(0);
    expect(numberIn(() => stepPower(1, 2 ** 31 - 1))).toBe(1);
  });

  it("is in a rate, each part of it rounded", () => {
    for (const iterations of [0, 1, 10, 999]) {
      const rest = (beta: number) => fround(1 - fround(fround(beta) ** (iterations + 1)));
      const expected = fround(fround(fround(0.01) * fround(Math.sqrt(rest(0.999)))) / rest(0.9));
      expect(numberIn(() => correctedRate(0.01, 0.9, 0.999, iterations))).toBe(expected);
    }
    expect(complement(0.999)).toBe(fround(1 - fround(0.999)));
  });

  it("reads the rate and the count where they are in memory, and leaves nothing behind", () => {
    const before = tf.memory().numTensors;
    const [rate, count] = [variable(3), variable(0, "int32")];
    expect(numberIn(() => correctedRate(rate, 0.5, 0.75, count))).toBe(3);
    countUp(count);
    countUp(count);
    expect([...count.dataSync()]).toEqual([2]);
    expect(numberIn(() => stepPower(0.5, count))).toBe(0.125);
    tf.dispose([rate, count]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("counts up to the largest number, and keeps what shares its memory", () => {
    const count = variable(2 ** 31 - 2, "int32");
    const before = count.clone();
    for (let i = 0; i < 3; i++) countUp(count);
    expect([...count.dataSync(), ...before.dataSync()]).toEqual([2 ** 31 - 1, 2 ** 31 - 2]);
    tf.dispose([count, before]);
  });
});
