import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { engine } from "@hornbeam/kernels/tfjs";
import { describe, expect, it } from "vitest";
import { checkEngine } from "./engine.ts";

const folder = fileURLToPath(new URL("../", import.meta.url));

/** Runs a module in a process of its own and gives what it prints; anything on stderr, such as a warning, fails. */
function inProcess(source: string): string[] {
  const code = `console.warn = console.error = (...text) => { throw new Error("warned: " + text.join(" ")) };\n${source}`;
  const output = execFileSync(process.execPath, ["--conditions=@hornbeam/source", "--input-type=module", "-e", code], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  return output.toString().trim().split("\n");
}

const core = 'const theirs = await import("@tensorflow/tfjs-core");';
const wasm = 'const wasm = await import("@tensorflow/tfjs-backend-wasm");';
const ours =
  'const { fusedDense, info, start } = await import("@hornbeam/kernels"); const tf = await import("@hornbeam/kernels/tfjs");';
const compute = `
  const [a, b] = [theirs.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[1, 0], [0, 1]])];
  const { value, grads } = theirs.valueAndGrads((x, y) => theirs.sum(fusedDense(x, y)))([a, b]);
  console.log(theirs.engine() === tf.engine(), a instanceof tf.Tensor, b instanceof theirs.Tensor);
  console.log(value.dataSync()[0], grads.map((g) => [...g.dataSync()]).join(" | "));
  console.log(theirs.matMul(a, b).dataSync().join());`;
const shared = ["true true true", "10 | 1,1,1,1 | 4,4,6,6".replace(" | 1", " 1"), "1,2,3,4"];

describe("another copy of TensorFlow.js", () => {
  it("shares the engine when it comes first", () => {
    expect(inProcess(`${core} ${ours} await start(); ${compute}`)).toEqual(shared);
  });

  it("shares the engine when it comes later", () => {
    expect(inProcess(`${ours} await start(); ${core} ${compute}`)).toEqual(shared);
  });

  it("may have declared its WASM backend", () => {
    expect(inProcess(`${core} ${wasm} ${ours} await start(); console.log(info().zeroCopy); ${compute}`)).toEqual([
      "true",
      ...shared,
    ]);
  });

  it("may be running its WASM backend, whose tensors live on", () => {
    const first = `${core} ${wasm} await theirs.setBackend("wasm"); const old = theirs.tensor1d([1, 2]);`;
    expect(
      inProcess(
        `${first} ${ours} await start(); console.log(old.dataSync().join(), info().zeroCopy); ${compute} process.exit()`,
      ),
    ).toEqual(["1,2 true", ...shared]);
  });

  it("is refused when its engine is of another kind", () => {
    const old = { runKernel: () => {}, startScope: () => {} };
    expect(() => checkEngine(old)).toThrow(
      "Cannot start the kernels: another TensorFlow.js on the page must be 3.21.0 or newer to be shared by the 4.22.0 inside, " +
        "received an older one without engine().endScope\nUpdate it to 4.22.0, or load it after these kernels.",
    );
    expect(() => checkEngine(engine())).not.toThrow();
  });
});

describe("importing", () => {
  it("does nothing but share an engine: no backend, no listeners, no output", () => {
    const report =
      'console.log(tf.getBackend() || "none", process.listenerCount("uncaughtException"), process.listenerCount("unhandledRejection"));';
    expect(inProcess(`${ours} ${report} await start(); ${report}`)).toEqual(["none 0 0", "wasm 0 0"]);
  });
});
