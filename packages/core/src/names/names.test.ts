import { describe, expect, it } from "vitest";
import { NDArray } from "../array/nd-array.ts";
import { ready } from "../backend/ready.ts";
import { clearSession } from "../session.ts";
import { memory } from "../tensor/variable.ts";
import { camelCase, classToSnakeCase, snakeCase } from "./case.ts";
import { currentPath, nameScope } from "./name-scope.ts";
import { nearest, suggestion } from "./nearest.ts";
import { SeedGenerator, setRandomSeed } from "./seed.ts";
import { uniqueName } from "./unique-name.ts";

describe("names", () => {
  it("turn class names into Keras' snake case", () => {
    const names = [
      "Dense",
      "Conv2D",
      "ReLU",
      "LSTM",
      "GlobalAveragePooling2D",
      "STFTSpectrogram",
      "UpSampling1D",
      "PReLU",
    ];
    // made by keras.src.utils.naming.to_snake_case
    const expected = [
      "dense",
      "conv2d",
      "re_lu",
      "lstm",
      "global_average_pooling2d",
      "stft_spectrogram",
      "up_sampling1d",
      "p_re_lu",
    ];
    expect(names.map(classToSnakeCase)).toEqual(expected);
  });

  it("turn options into config keys and back", () => {
    expect([snakeCase("kernelInitializer"), camelCase("kernel_initializer"), camelCase("beta_1")]).toEqual([
      "kernel_initializer",
      "kernelInitializer",
      "beta1",
    ]);
  });

  it("are counted until the session is cleared", () => {
    clearSession();
    expect([uniqueName("dense"), uniqueName("dense"), uniqueName("conv2d")]).toEqual(["dense", "dense_1", "conv2d"]);
    clearSession();
    expect(uniqueName("dense")).toBe("dense");
  });

  it("of scopes stand before each other, and end with an error too", () => {
    expect(nameScope("model", () => nameScope("dense", currentPath))).toBe("model/dense");
    expect(() =>
      nameScope("a", () => {
        throw new RangeError("x");
      }),
    ).toThrow(RangeError);
    expect(currentPath()).toBe("");
  });

  it("that are misspelt find the nearest", () => {
    expect(nearest("acuracy", ["accuracy", "auc"])).toBe("accuracy");
    expect(nearest("banana", ["accuracy", "auc"])).toBeUndefined();
    expect(suggestion("rleu", ["relu", "selu"])).toBe('Did you mean "relu"?');
    expect(suggestion("banana", ["relu", "selu"])).toBe("Known: relu, selu.");
  });
});

describe("SeedGenerator", () => {
  it("gives the same succession for a seed", () => {
    const draws = (seed: number) => {
      const generator = new SeedGenerator({ seed });
      return [generator.next(), generator.next()];
    };
    expect(draws(7)).toEqual(draws(7));
    expect(draws(7)).not.toEqual(draws(8));
    expect(draws(7)[0]).not.toBe(draws(7)[1]);
  });

  it("has a state that goes on with each draw, can be taken up again, and is freed", async () => {
    await ready();
    const before = memory().numTensors;
    const generator = new SeedGenerator({ seed: 2 ** 32 - 1 });
    expect([generator.next(), memory().numTensors]).toEqual([2180083513, before]); // still on the host
    const key = generator.nextKey();
    expect(key.dataSync()[0]).toBe(920564995);
    expect([...generator.snapshot.data]).toEqual([2 ** 32 - 1, 2]);
    generator.restore(new NDArray(Uint32Array.of(2 ** 32 - 1, 1), [2], "uint32"));
    expect(generator.next()).toBe(920564995);
    expect([...generator.state.numpy().data]).toEqual([2 ** 32 - 1, 2]);
    generator.reset();
    expect(generator.next()).toBe(2180083513);
    key.dispose();
    expect(memory().numTensors).toBe(before + 1);
    generator[Symbol.dispose]();
    expect(memory().numTensors).toBe(before);
  });

  it("follows from the global seed", () => {
    const draw = () => {
      setRandomSeed(3);
      return new SeedGenerator().next();
    };
    expect(draw()).toBe(draw());
  });

  it("refuses a seed that is no whole number", () => {
    expect(() => setRandomSeed(-1)).toThrow(
      "Cannot set the random seed: it must be a non-negative integer, received -1",
    );
    expect(() => new SeedGenerator({ seed: 0.5 })).toThrow(
      "Cannot create SeedGenerator: `seed` must be a non-negative integer or null, received 0.5",
    );
  });
});
