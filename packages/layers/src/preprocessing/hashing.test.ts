import { memory, NDArray, toTensor } from "@hornbeam/core";
import { tensor } from "@hornbeam/ops";
import { describe, expect, it } from "@hornbeam/testing";
import { fingerprint64 } from "./_fingerprint.ts";
import { sipHash } from "./_siphash.ts";
import { HashedCrossing } from "./hashed-crossing.ts";
import { Hashing } from "./hashing.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

describe("hashes of bytes", () => {
  it("are FarmHash's fingerprint", () => {
    expect(fingerprint64(bytes(""))).toBe(0x9ae16a3b2f90404fn); // its constant k2
    // tf.strings.to_hash_bucket_fast with 2^62 buckets, for each way that lengths are hashed
    const lengths = [3, 7, 16, 32, 64, 65, 200];
    const all = lengths.map((length) => fingerprint64(bytes("abcdefghij".repeat(20).slice(0, length))) % 2n ** 62n);
    expect(all).toEqual(FARM);
  });
  it("are SipHash-2-4 under the key of its paper", () => {
    const message = Uint8Array.from({ length: 15 }, (_, i) => i);
    expect(sipHash(message, [0x0706050403020100n, 0x0f0e0d0c0b0a0908n])).toBe(0xa129ca6149be45e5n); // appendix A
  });
});
const FARM = [
  2640714258260161385n,
  4341691227789030229n,
  237307983430618670n,
  4095655892801518707n,
  3503490647556848665n,
  2867273870531248048n,
  920586471271343743n,
];

describe("Hashing", () => {
  it("puts strings where Keras puts them", () => {
    expect(new Hashing({ numBins: 10 })(NDArray.from(["cat", "dog"]) as never)).toBeClose([6, 2]);
    expect(new Hashing({ numBins: 11, salt: 133 })(NDArray.from(["cat", "dog"]) as never)).toBeClose([7, 1]);
  });
  it("hashes numbers as they are written, floats without what is behind the point", () => {
    expect(new Hashing({ numBins: 5 })(tensor([1, 2, -7], { dtype: "int32" }))).toBeClose([4, 4, 2]);
    expect(new Hashing({ numBins: 50 })(tensor([1.5, -2.7, 30]))).toBeClose([49, 5, 38]);
  });
  it("keeps bin 0 for the masked value", () => {
    const layer = new Hashing({ numBins: 4, maskValue: "" });
    expect(layer(NDArray.from(["a", "", "b"]) as never)).toBeClose([1, 0, 2]);
  });
  it("gives vectors of floats, and leaves no tensor behind", () => {
    const layer = new Hashing({ numBins: 4, outputMode: "one_hot" });
    const input = toTensor(NDArray.from([["a"], ["b"]]));
    const before = memory().numTensors;
    const vectors = layer(input);
    expect(vectors).toBeClose([[0, 0, 0, 1], [0, 0, 1, 0]]); // biome-ignore format: a matrix
    expect(vectors.dtype).toBe("float32");
    vectors.dispose();
    expect(memory().numTensors).toBe(before);
  });
  it("refuses floats as bins, and keys that are none", () => {
    expect(() => new Hashing({ numBins: 4, dtype: "float32" })).toThrow(
      'Cannot create Hashing: `dtype` must be "int32" or "int64" where `outputMode` is "int", received "float32"',
    );
    expect(() => new Hashing({ numBins: 4, salt: [1, 2, 3] as never })).toThrow(
      "Cannot create Hashing: `salt` must be an integer or a list of 2 integers or null, received [1, 2, 3]",
    );
  });
});

describe("HashedCrossing", () => {
  const names = NDArray.from(["A", "B", "A", "B", "A"]);
  const codes = NDArray.from([101, 101, 101, 102, 102], "int32");
  it("puts pairs where Keras puts them", () => {
    expect(new HashedCrossing({ numBins: 5 })([names, codes] as never)).toBeClose([1, 4, 1, 1, 3]);
  });
  it("refuses one tensor, other shapes and floats", () => {
    const layer = new HashedCrossing({ numBins: 5, name: "cross" });
    expect(() => layer([names] as never)).toThrow(
      'Cannot call HashedCrossing "cross": the input must be a list of at least 2 tensors, received shapes [[5]]',
    );
    expect(() => layer([names, NDArray.from([1, 2], "int32")] as never)).toThrow(
      'Cannot call HashedCrossing "cross": all inputs must have equal shapes, received shapes [[5], [2]]',
    );
    expect(() => layer([names, NDArray.from([1, 2, 3, 4, 5])] as never)).toThrow(
      'Cannot call HashedCrossing "cross": all inputs must hold strings or integers, received dtype "float32"',
    );
  });
  it("keeps its config", () => {
    const layer = new HashedCrossing({ numBins: 5, outputMode: "one_hot", name: "cross" });
    const config = { name: "cross", num_bins: 5, output_mode: "one_hot", sparse: false, dtype: "float32" };
    expect(layer.getConfig()).toEqual(config);
    expect(HashedCrossing.fromConfig(config).getConfig()).toEqual(config);
  });
});
