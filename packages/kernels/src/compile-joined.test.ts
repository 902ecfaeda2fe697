import { afterEach, expect, it, vi } from "vitest";
import { compileJoined, tryWidths } from "./compile-joined.ts";
import type { Runtime } from "./runtime.ts";

const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** The flags that are set while `body` runs. */
function flagsOf(body: () => void): string[] {
  const flags: string[] = [];
  const setFlagsFromString = (flag: string) => flags.push(flag);
  vi.spyOn(process, "getBuiltinModule").mockReturnValue({ setFlagsFromString } as never);
  body();
  return flags;
}

afterEach(() => {
  vi.restoreAllMocks();
});

it("sets the flags of V8 for as long as it compiles", () => {
  expect(flagsOf(() => expect(compileJoined(empty)).toBeInstanceOf(WebAssembly.Module))).toEqual([
    "--no-liftoff",
    "--no-wasm-lazy-compilation",
    "--experimental-wasm-revectorize",
    "--liftoff",
    "--wasm-lazy-compilation",
    "--no-experimental-wasm-revectorize",
  ]);
});

it("sets them back where it cannot compile", () => {
  const flags = flagsOf(() => expect(() => compileJoined(Uint8Array.of(1))).toThrow(WebAssembly.CompileError));
  expect(flags.slice(3)).toEqual(["--liftoff", "--wasm-lazy-compilation", "--no-experimental-wasm-revectorize"]);
});

it("leaves those alone that the command line gives", () => {
  const before = process.execArgv;
  process.execArgv = ["--liftoff", "--experimental-wasm-revectorize"];
  try {
    expect(flagsOf(() => compileJoined(empty))).toEqual(["--no-wasm-lazy-compilation", "--wasm-lazy-compilation"]);
  } finally {
    process.execArgv = before;
  }
});

it.each([
  ["wide ones where they are faster", 256, 6],
  ["narrow ones where wide ones do not fit into registers", 128, 20],
])("chooses by a trial: %s", (_, chosen, wideTime) => {
  let now = 0;
  vi.spyOn(performance, "now").mockImplementation(() => now);
  const runtime = {
    vectorWidth: 128,
    frame: (body: () => void) => body(),
    workspace: () => 64,
    run() {
      now += this.vectorWidth === 256 ? wideTime : 10;
    },
  };
  tryWidths(runtime as unknown as Runtime); // what of a runtime it uses
  expect(runtime.vectorWidth).toBe(chosen);
});
