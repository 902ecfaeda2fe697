// Makes vendor/: tfjs-core, every gradient and the glue of the WASM backend as one ES module that runs unchanged in Node,
// in a page and in a worker; the backend's SIMD binary; their types and their licences.
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const require = createRequire(import.meta.url);
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const folderOf = (name) => dirname(require.resolve(`${name}/package.json`));
const versionOf = (name) => JSON.parse(readFileSync(join(folderOf(name), "package.json"), "utf8")).version;

/**
 * Changes to the text of tfjs files: `[file, [[found, put], ...]]`. Each must apply exactly once, so that a new version of
 * TensorFlow.js which moves one of them fails the build instead of shipping unpatched.
 */
const changes = [
  // Node's own fetch, and no require: the bundle is an ES module
  [
    /tfjs-core[\\/]dist[\\/]platforms[\\/]platform_node\.js$/,
    [
      ["require('node-fetch')", "globalThis.fetch"],
      [
        "require('util')",
        `{ TextEncoder, TextDecoder, types: Object.fromEntries(["Float32Array", "Int32Array", "Uint8Array", "Uint8ClampedArray"].map(
        (name) => ["is" + name, (value) => ArrayBuffer.isView(value) && value[Symbol.toStringTag] === name])) }`,
      ],
      // a second copy of tfjs-core would otherwise warn that the platform "has already been set"
      [
        "if (env().get('IS_NODE') && !env().get('IS_BROWSER'))",
        "if (env().get('IS_NODE') && !env().get('IS_BROWSER') && env().platform == null)",
      ],
    ],
  ],
  [
    /tfjs-core[\\/]dist[\\/]platforms[\\/]platform_browser\.js$/,
    [
      [
        "env().setPlatform('browser', new PlatformBrowser());",
        "if (env().platform == null) env().setPlatform('browser', new PlatformBrowser());",
      ],
    ],
  ],
  // the same for a copy that comes later: it calls our Environment
  [
    /tfjs-core[\\/]dist[\\/]environment\.js$/,
    [["if (this.platform != null) {", "if (this.platform != null && this.platformName !== platformName) {"]],
  ],
  // an engine of less overhead
  [
    /tfjs-core[\\/]dist[\\/]engine\.js$/,
    [
      ["new Engine(environment)", "new (lean(Engine))(environment)"],
      // it has these of its own: scopes, gradients, kernels and clones, the tape, tensors that come and go
      [/ {4}startScope\(name\) \{[\s\S]*?(?= {4}customGrad\(f\))/, ""],
      [/ {4}clone\(x\) \{[\s\S]*?(?= {4}shouldCheckForMemLeaks\(\))/, ""],
      [/ {4}addTapeNode\([\s\S]*?(?= {4}keep\(result\))/, ""],
      [/ {4}scopedRun\(start[\s\S]*?(?= {4}nextTensorId\(\))/, ""],
      [/ {4}trackTensor\(a, backend\) \{[\s\S]*?(?= {4}\/\/ Track the tensor by dataId)/, ""],
      [/ {4}disposeTensor\(a\) \{[\s\S]*?(?= {4}disposeVariables\(\))/, ""],
      ["import { backpropagateGradients, getFilteredNodesXToY } from './tape';", ""],
      ["this.tensorInfo = new WeakMap();", "this.tensorInfo = new InfoTable();"],
      [
        "import { Environment,",
        `import { InfoTable } from ${JSON.stringify(here("tfjs/data-tables.js"))};
import { lean } from ${JSON.stringify(here("tfjs/lean-engine.js"))};
import { Environment,`,
      ],
    ],
  ],
  [
    /tfjs-core[\\/]dist[\\/]kernel_registry\.js$/,
    [
      [/return `\$\{backendName\}_\$\{kernelName\}`;/, "return kernelKey(kernelName, backendName);"],
      ["import { env }", `import { kernelKey } from ${JSON.stringify(here("tfjs/kernel-key.js"))};\nimport { env }`],
    ],
  ],
  [
    /tfjs-core[\\/]dist[\\/]backends[\\/]backend\.js$/,
    [
      ["this.data = new WeakMap();", "this.data = new EntryTable();"],
      [
        "export const EPSILON_FLOAT32",
        `import { EntryTable } from ${JSON.stringify(here("tfjs/data-tables.js"))};\nexport const EPSILON_FLOAT32`,
      ],
      [
        "get(dataId) {\n",
        "get(dataId) {\n        const found = this.data.get(dataId);\n        if (found !== undefined) return found;\n",
      ],
    ],
  ],
  // the glue must neither load Node's modules nor leave rethrowing listeners on the process
  [
    /wasm-out[\\/]tfjs-backend-wasm\.js$/,
    [
      [
        'ENVIRONMENT_IS_NODE=typeof process=="object"&&typeof process.versions=="object"&&typeof process.versions.node=="string"',
        "ENVIRONMENT_IS_NODE=false",
      ],
      ['if(typeof process!=="undefined"&&process.listeners)', "if(false)"],
    ],
  ],
  // registering is the caller's decision, when there is a backend
  [
    /register_all_kernels\.js$/,
    [
      ["const kernelConfigs = [", "export const kernelConfigs = ["],
      [/for \(const kernelConfig of kernelConfigs\) \{\s*registerKernel\(kernelConfig\);\s*\}/, ""],
    ],
  ],
  // values that come and go
  [
    /tfjs-backend-wasm[\\/]dist[\\/]backend_wasm\.js$/,
    [
      // a complex tensor is read as pairs: real, imaginary
      [
        "case 'float32':\n            return new Float32Array(buffer);",
        "case 'float32':\n        case 'complex64':\n            return new Float32Array(buffer);",
      ],
      // `guardMemory` says for what there was no room
      ["this.wasm._malloc(numBytes)", "this.wasm._malloc(numBytes, shape)"],
      // shared memory is slow to write to in the plain way
      [
        "this.wasm.HEAPU8.set(new Uint8Array(values.buffer, values.byteOffset, numBytes), memoryOffset);",
        "this.copyInto(this.wasm.HEAPU8, new Uint8Array(values.buffer, values.byteOffset, numBytes), memoryOffset);",
      ],
    ],
  ],
];

const applied = new Set();
const patch = {
  name: "patch-tfjs",
  setup(bundle) {
    // the threaded build is never started: 58 KB less
    bundle.onLoad({ filter: /wasm-out[\\/]tfjs-backend-wasm-threaded-simd(\.worker)?\.js$/ }, () => ({
      contents: "export const wasmWorkerContents = ''; export default null;",
    }));
    for (const [filter, edits] of changes) {
      bundle.onLoad({ filter }, ({ path }) => {
        let contents = readFileSync(path, "utf8").replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n");
        for (const [found, put] of edits) {
          const parts = contents.split(found);
          if (parts.length !== 2) throw new Error(`${path}: ${parts.length - 1} places, not 1, match ${found}`);
          contents = parts.join(put);
        }
        applied.add(filter);
        return { contents, loader: "js" };
      });
    }
  },
};

const notice =
  () => `This folder holds TensorFlow.js, bundled and changed for Hornbeam by packages/kernels/scripts/bundle-tfjs.mjs.

  tfjs.js                      @tensorflow/tfjs-core ${versionOf("@tensorflow/tfjs-core")} with all gradients, and @tensorflow/tfjs-backend-wasm
                               ${versionOf("@tensorflow/tfjs-backend-wasm")} without threads, loader and process listeners; long ${versionOf("long")}; seedrandom ${versionOf("seedrandom")}
  tfjs-backend-wasm-simd.wasm  the SIMD binary of @tensorflow/tfjs-backend-wasm ${versionOf("@tensorflow/tfjs-backend-wasm")}, unchanged

TensorFlow.js: Copyright Google LLC. Licensed under the Apache License, Version 2.0; you may not use it except in
compliance with the License. You may obtain a copy at http://www.apache.org/licenses/LICENSE-2.0. It is distributed on an
"AS IS" BASIS, WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND. The list of changes is in the script named above.

The binary contains XNNPACK, Copyright Facebook, Inc. and its affiliates and Google LLC (BSD-3-Clause), and the run time of
Emscripten, Copyright its authors (MIT and University of Illinois/NCSA licences).

long.js: Copyright Daniel Wirtz, Apache License, Version 2.0.

seedrandom: Copyright David Bau. Permission is hereby granted, free of charge, to any person obtaining a copy of this
software and associated documentation files (the "Software"), to deal in the Software without restriction, including
without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the
Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions: The above
copyright notice and this permission notice shall be included in all copies or substantial portions of the Software. THE
SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES
OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS
BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT
OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
`;

/** Writes the vendored files into `folder`. */
export async function bundleTfjs(folder) {
  await build({
    entryPoints: [here("tfjs/entry.js")],
    outfile: join(folder, "tfjs.js"),
    bundle: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 800, // Node prints the line that an uncaught error was thrown in
    legalComments: "none",
    banner: { js: "/*! TensorFlow.js, Copyright Google LLC, Apache License 2.0; changed, see NOTICE */" },
    footer: { js: "export {};" }, // on a line of its own: checkers of packages overlook the minified one
    logLevel: "warning",
    plugins: [patch],
  });
  const missing = changes.filter(([filter]) => !applied.has(filter));
  if (missing.length)
    throw new Error(`Cannot bundle TensorFlow.js: no file matches ${missing.map(([filter]) => filter)}`);
  const text = readFileSync(join(folder, "tfjs.js"), "utf8");
  if (/\brequire\(/.test(text)) throw new Error("Cannot bundle TensorFlow.js: a require call is left");
  copyFileSync(here("tfjs/tfjs.d.ts"), join(folder, "tfjs.d.ts"));
  copyFileSync(
    join(folderOf("@tensorflow/tfjs-backend-wasm"), "wasm-out/tfjs-backend-wasm-simd.wasm"),
    join(folder, "tfjs-backend-wasm-simd.wasm"),
  );
  writeFileSync(join(folder, "NOTICE"), notice());
}
