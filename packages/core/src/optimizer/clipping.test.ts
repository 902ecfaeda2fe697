import { tensor } from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "@hornbeam/testing";
import { clipGradients } from "./clipping.ts";

const none = { clipnorm: null, globalClipnorm: null, clipvalue: null };
const gradients = () => [tensor([3, 4]), tensor([0.6, 0.8]), tensor([0, 0])];

describe("clipGradients", () => {
  it("scales each gradient to a norm at most", () => {
    const [large, small, zero] = clipGradients(gradients(), { ...none, clipnorm: 2 });
    expect(large).toBeClose([1.2, 1.6]);
    expect(small).toBeClose([0.6, 0.8]);
    expect(zero).toBeClose([0, 0]);
  });
  it("scales all gradients together", () => {
    const scale = 2 / Math.sqrt(26);
    const [large, small] = clipGradients(gradients(), { ...none, globalClipnorm: 2 });
    expect(large).toBeClose([3 * scale, 4 * scale]);
    expect(small).toBeClose([0.6 * scale, 0.8 * scale]);
    expect(clipGradients(gradients(), { ...none, globalClipnorm: 100 })[0]).toBeClose([3, 4]);
    expect(clipGradients([tensor([0, 0])], { ...none, globalClipnorm: 1 })[0]).toBeClose([0, 0]);
  });
  it("makes all gradients NaN where one is infinite, as Keras does", () => {
    const [a, b] = clipGradients([tensor([1]), tensor([Number.POSITIVE_INFINITY])], { ...none, globalClipnorm: 1 });
    expect([...a!.dataSync(), ...b!.dataSync()]).toEqual([Number.NaN, Number.NaN]);
  });
  it("cuts elements off", () => {
    expect(clipGradients([tensor([-3, 0.5, 9])], { ...none, clipvalue: 1 })[0]).toBeClose([-1, 0.5, 1]);
  });
  it("leaves gradients alone where nothing or zero is set", () => {
    const given = gradients();
    expect(clipGradients(given, none)).toBe(given);
    expect(clipGradients(given, { ...none, clipnorm: 0 })).toBe(given);
  });
});
