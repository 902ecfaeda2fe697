import type { SharedModule } from "./threads/thread-pool.ts";

/** The builds of the kernels: `relaxed` has fused multiply-add. */
export type Variant = "simd" | "relaxed";

// (func (drop (i32x4.splat (i32.const 0)))) and (func (drop (f32x4.relaxed_madd ...))), the smallest modules with each feature
const header = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 4, 1, 0x60, 0, 0, 3, 2, 1, 0, 0x0a];
const splat = [0x41, 0, 0xfd, 0x11];
const probes = {
  simd: [...header, 9, 1, 7, 0, ...splat, 0x1a, 0x0b],
  relaxed: [...header, 0x14, 1, 0x12, 0, ...splat, ...splat, ...splat, 0xfd, 0x85, 0x02, 0x1a, 0x0b],
};

/** Whether this engine runs WebAssembly SIMD, or the relaxed instructions too. */
export function supports(variant: Variant): boolean {
  return WebAssembly.validate(new Uint8Array(probes[variant]));
}

/**
 * Compiles one build of the kernels, for a memory of its own thread or for a shared one; `joined` for 256-bit vectors where there are
 * any. Each is a JavaScript module of its own, so a page downloads only the one it runs.
 */
export async function compileModule(variant: Variant, shared = false, joined = false): Promise<WebAssembly.Module> {
  const { bytes } = await (shared
    ? variant === "relaxed"
      ? import("../wasm/relaxed-shared.js")
      : import("../wasm/simd-shared.js")
    : variant === "relaxed"
      ? import("../wasm/relaxed.js")
      : import("../wasm/simd.js"));
  if (!joined) return WebAssembly.compile(bytes);
  const { compileJoined } = await import("./compile-joined.ts"); // pages do without
  return compileJoined(bytes);
}

/** An instance of the kernels on `memory`. */
export async function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): Promise<SharedModule> {
  const { exports } = await WebAssembly.instantiate(module, { env: { memory } });
  return exports as unknown as SharedModule; // what assembly/alone.ts and assembly/shared.ts export
}
