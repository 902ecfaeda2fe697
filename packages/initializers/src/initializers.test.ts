import {
  ConfigError,
  Deserializer,
  define,
  memory,
  NDArray,
  OptionError,
  registerKerasSerializable,
  SeedGenerator,
  setRandomSeed,
  type Tensor,
  toNDArray,
} from "@hornbeam/core";
import { describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { catalogue } from "./catalogue.ts";
import * as initializers from "./index.ts";
import {
  Constant,
  deserialize,
  GlorotUniform,
  get,
  HeNormal,
  Identity,
  type Initializer,
  initializer,
  LecunNormal,
  Ones,
  Orthogonal,
  RandomNormal,
  RandomUniform,
  STFT,
  serialize,
  VarianceScaling,
  Zeros,
} from "./index.ts";

function spread(tensor: Tensor): { std: number; most: number } {
  const data = toNDArray(tensor).data as Float32Array;
  const mean = data.reduce((all, x) => all + x, 0) / data.length;
  const std = Math.sqrt(data.reduce((all, x) => all + (x - mean) ** 2, 0) / data.length);
  return { std, most: data.reduce((most, x) => Math.max(most, Math.abs(x)), 0) };
}

describe("every initializer", () => {
  it("survives a round trip through its config and leaves one tensor", () => {
    for (const Class of catalogue().classes) {
      const one = new (Class as unknown as new () => Initializer)();
      const config = serialize(one);
      const again = new Deserializer({ catalogue: catalogue() }).deserialize(config) as Initializer;
      expect(serialize(again)).toEqual(config);
      const before = memory().numTensors;
      const made = one(Class.className === "STFT" ? [4, 1, 3] : [4, 3]);
      expect(memory().numTensors - before, Class.className).toBe(1);
      made.dispose();
    }
  });

  it("makes other dtypes", () => {
    expect(new Ones()([2], "int32").dtype).toBe("int32");
    expect(new Constant({ value: -3 })([2], "int32")).toBeClose([-3, -3]);
    expect(new Zeros()([], "float32")).toBeClose(0);
  });
});

describe("scaled initializers", () => {
  it("have the variance that follows from the shape", () => {
    const limit = Math.sqrt(6 / 500);
    const glorot = spread(new GlorotUniform({ seed: 1 })([200, 300]));
    expect(glorot.std).toBeCloseTo(limit / Math.sqrt(3), 3);
    expect(glorot.most).toBeLessThanOrEqual(limit);
    expect(spread(new HeNormal({ seed: 1 })([3, 3, 20, 100])).std).toBeCloseTo(Math.sqrt(2 / 180), 3);
    expect(spread(new LecunNormal({ seed: 1 })([200, 300])).std).toBeCloseTo(Math.sqrt(1 / 200), 3);
    const out = new VarianceScaling({ mode: "fan_out", distribution: "untruncated_normal", scale: 3, seed: 1 });
    expect(spread(out([100, 300])).std).toBeCloseTo(0.1, 2);
  });

  it("take axes of inputs and outputs", () => {
    const one = new VarianceScaling({ inputAxes: [0], outputAxes: [1, 2], mode: "fan_in", seed: 1 });
    expect(spread(one([400, 10, 10])).std).toBeCloseTo(0.05, 3);
    expect(one.getConfig()).toEqual({
      seed: 1,
      scale: 1,
      mode: "fan_in",
      distribution: "truncated_normal",
      input_axes: [0],
      output_axes: [1, 2],
    });
  });

  it("refuse modes and scales that there are not", () => {
    expect(() => new VarianceScaling({ mode: "fan_mid" as "fan_in" })).toThrow(
      'Cannot create VarianceScaling: `mode` must be one of "fan_in", "fan_out", "fan_avg", received "fan_mid"',
    );
    expect(() => new VarianceScaling({ scale: -1 })).toThrow("`scale` must be a positive number, received -1");
  });
});

describe("seeds", () => {
  it("give the same tensor on each call", () => {
    for (const seed of [5, null]) {
      const one = new RandomNormal({ seed });
      expect(toNDArray(one([3])).equals(toNDArray(one([3])))).toBe(true);
    }
  });

  it("differ between initializers that are given none, and follow the program's seed", () => {
    setRandomSeed(1);
    const [first, second] = [new RandomUniform(), new RandomUniform()].map((one) => toNDArray(one([3])));
    setRandomSeed(1);
    expect(first!.equals(second!)).toBe(false);
    expect(toNDArray(new RandomUniform()([3])).equals(first!)).toBe(true);
  });

  it("may be generators, which configs hold", () => {
    const one = new RandomNormal({ seed: new SeedGenerator({ seed: 3 }) });
    expect(toNDArray(one([3])).equals(toNDArray(one([3])))).toBe(false);
    expect(one.getConfig()["seed"]).toMatchObject({ class_name: "SeedGenerator", config: { seed: 3 } });
    const again = RandomNormal.fromConfig(one.getConfig());
    expect(again.seed).toBeInstanceOf(SeedGenerator);
    expect(() => new RandomNormal({ seed: "abc" as never })).toThrow(
      'Cannot create RandomNormal: `seed` must be an integer, a SeedGenerator or null, received "abc"',
    );
  });
});

describe("Orthogonal", () => {
  it("has columns, or rows, at right angles and of length gain", () => {
    for (const shape of [
      [6, 4],
      [4, 6],
      [2, 3, 4],
    ]) {
      const q = toNDArray(new Orthogonal({ gain: 2, seed: 1 })(shape));
      const columns = shape.at(-1)!;
      const rows = q.size / columns;
      const matrix = q.reshape([rows, columns]);
      const vectors = (rows < columns ? matrix : matrix.transpose()).toArray() as number[][];
      for (const [i, a] of vectors.entries()) {
        for (const [j, b] of vectors.entries()) {
          const product = a.reduce((sum, x, k) => sum + x * b[k]!, 0);
          expect(product).toBeCloseTo(i === j ? 4 : 0, 5);
        }
      }
    }
  });

  it("refuses vectors", () => {
    expect(() => new Orthogonal()([3])).toThrow(
      "Cannot call Orthogonal: the tensor must be at least two-dimensional, received shape [3]",
    );
  });
});

describe("Identity and STFT", () => {
  it("give their matrices", () => {
    expect(new Identity({ gain: 0.5 })([2, 3])).toBeClose([
      [0.5, 0, 0],
      [0, 0.5, 0],
    ]);
    expect(() => new Identity()([2, 2, 2])).toThrow(
      "Cannot call Identity: it can only be used for 2D matrices, received shape [2, 2, 2]",
    );
    expect(new STFT({ window: null })([2, 1, 2])).toBeClose([[[1, 1]], [[1, -1]]]);
    expect(() => new STFT({ window: [1, 2] })([3, 1, 2])).toThrow(
      "Cannot call STFT: the window must have 3 numbers, received shape [2]",
    );
  });
});

describe("get", () => {
  it("knows every spelling", () => {
    for (const name of ["GlorotUniform", "glorot_uniform", "glorotUniform"])
      expect(get(name)).toBeInstanceOf(GlorotUniform);
    expect(get("zero")).toBeInstanceOf(Zeros);
    expect(get("uniform")).toBeInstanceOf(RandomUniform);
    expect(get("OrthogonalInitializer")).toBeInstanceOf(Orthogonal);
    expect(get(Ones)).toBeInstanceOf(Ones);
    expect((get({ class_name: "RandomNormal", config: { stddev: 0.5 } }) as RandomNormal).stddev).toBe(0.5);
    expect(get(null)).toBeNull();
  });

  it("says what was meant", () => {
    expect(() => get("glorot_unifrom")).toThrow(OptionError);
    expect(() => get("glorot_unifrom")).toThrow(
      'Cannot get an initializer: the identifier must stand for an initializer, received "glorot_unifrom"\nDid you mean "glorot_uniform"?',
    );
    expect(() => get(7 as never)).toThrow("the identifier must stand for an initializer, received 7");
    expect(() => deserialize({ class_name: "Glorot", config: {} })).toThrow(ConfigError);
  });

  it("makes an initializer of an array", () => {
    const one = get(NDArray.from([1, 2]));
    expect(one([2], "float32")).toBeClose([1, 2]);
    expect(() => one([3], "float32")).toThrow(
      "Cannot initialize a weight with a tensor: the weight must have its shape [2], received shape [3]",
    );
  });
});

describe("the option", () => {
  class Holder extends define(
    "Holder",
    { kernelInitializer: initializer("glorot_uniform") },
    initializers.Initializer,
  ) {
    override call(): never {
      throw new Error("not called");
    }
  }

  it("takes names, instances, functions and configs, and writes Keras' form", () => {
    expect(new Holder().kernelInitializer).toBeInstanceOf(GlorotUniform);
    expect(new Holder({ kernelInitializer: "zeros" }).getConfig()).toEqual({
      kernel_initializer: { module: "keras.initializers", class_name: "Zeros", config: {}, registered_name: null },
    });
    const own = (shape: readonly number[]): Tensor => new Ones()(shape);
    expect(new Holder({ kernelInitializer: own }).kernelInitializer).toBe(own);
    expectTypeOf<Parameters<typeof Holder.prototype.kernelInitializer>>().toExtend<[readonly number[], ...unknown[]]>();
  });

  it("reads configs with the caller's objects and with its own", () => {
    const config = new Holder({ kernelInitializer: new Constant({ value: 2 }) }).getConfig();
    expect(Holder.fromConfig(config).kernelInitializer).toBeInstanceOf(Constant);
    const reading = new Deserializer({ catalogue: catalogue() });
    expect((Holder.fromConfig(config, reading).kernelInitializer as Constant).value).toBe(2);
    const twos = registerKerasSerializable((shape: readonly number[]) => new Constant({ value: 2 })(shape), {
      name: "twos",
    });
    const written = new Holder({ kernelInitializer: twos }).getConfig();
    expect(Holder.fromConfig(written, reading).kernelInitializer).toBe(twos);
  });

  it("refuses what is none", () => {
    expect(() => new Holder({ kernelInitializer: 3 as never })).toThrow(
      "Cannot create Holder: `kernelInitializer` must be an initializer, its name or a function, received 3",
    );
  });
});
