import { describe, expect, it } from "vitest";
import { block, commands, layout } from "./abi.ts";
import { compileModule } from "./load-module.ts";

describe("the table of commands", () => {
  it("tells addresses and floats from integers", () => {
    expect(layout("scaleRows")).toEqual([
      { name: "columns", kind: "integer" },
      { name: "x", kind: "address" },
      { name: "scale", kind: "address" },
      { name: "y", kind: "address" },
    ]);
    expect(layout("sgd").slice(0, 2)).toEqual([
      { name: "rate", kind: "number" },
      { name: "momentum", kind: "float" },
    ]);
  });

  it("gives a double two words", () => {
    expect(layout("randomIntegers").slice(0, 4)).toEqual([
      { name: "count", kind: "integer" },
      { name: "low", kind: "integer" },
      { name: "range", kind: "double" },
      { name: "range", kind: "rest" },
    ]);
  });

  it("has no command that is longer than the block of arguments", () => {
    for (const name of Object.keys(commands))
      expect(layout(name as keyof typeof commands).length).toBeLessThanOrEqual((block.bytes - block.words) / 4);
  });
});

describe.each(["simd", "relaxed"] as const)("the %s module", (variant) => {
  it("imports only memory and exports only the interpreter", async () => {
    const module = await compileModule(variant);
    expect(WebAssembly.Module.imports(module)).toEqual([{ module: "env", name: "memory", kind: "memory" }]);
    expect(WebAssembly.Module.exports(module)).toEqual([
      { name: "run", kind: "function" },
      { name: "widen", kind: "function" },
    ]);
  });

  it("has no static data, which would overwrite tensors", async () => {
    const { bytes } = await import(`../wasm/${variant}.js`);
    const ids: number[] = [];
    for (let p = 8; p < bytes.length; ) {
      ids.push(bytes[p++]);
      let size = 0;
      for (let shift = 0, byte = 128; byte >= 128; shift += 7) {
        byte = bytes[p++];
        size |= (byte & 127) << shift;
      }
      p += size;
    }
    expect(ids).toContain(10); // code
    expect(ids).not.toContain(11);
    expect(ids).not.toContain(12);
  });
});
