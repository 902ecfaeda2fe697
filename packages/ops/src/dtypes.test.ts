import { describe, expect, it } from "vitest";
import { resultType } from "./dtypes.ts";

describe("resultType", () => {
  it("lets a bare number give way to a tensor's dtype", () => {
    expect(resultType("int32", "int")).toBe("int32");
    expect(resultType("float16", "float")).toBe("float16");
    expect(resultType("uint8", "int")).toBe("uint8");
  });

  it("makes floats of integers that meet a float", () => {
    expect(resultType("int32", "float32")).toBe("float32");
    expect(resultType("int64", "float")).toBe("float32");
    expect(resultType("bool", "float")).toBe("float32");
    expect(resultType("int32", "float16")).toBe("float16");
  });

  it("climbs the lattice to the least type that holds both", () => {
    expect(resultType("uint8", "int8")).toBe("int16");
    expect(resultType("bool", "uint8")).toBe("uint8");
    expect(resultType("float16", "bfloat16")).toBe("float32");
    expect(resultType("uint64", "int8")).toBe("float32");
  });

  it("resolves what only bare numbers give to 32 bits", () => {
    expect(resultType("int", "int")).toBe("int32");
    expect(resultType("int", "float")).toBe("float32");
    expect(resultType()).toBe("float32");
  });

  it("refuses strings beside numbers", () => {
    expect(() => resultType("string", "int32")).toThrow(
      'Cannot promote dtypes: they must meet in a number, received ["string", "int32"]',
    );
  });
});
