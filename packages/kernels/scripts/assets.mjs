// Makes what is not in git: vendor/ (TensorFlow.js) and wasm/ (our kernels). Does nothing when neither sources nor tools changed.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const require = createRequire(import.meta.url);
const outputs = [
  "vendor/tfjs.js",
  "vendor/tfjs.d.ts",
  "vendor/tfjs-backend-wasm-simd.wasm",
  "vendor/NOTICE",
  ...["simd", "relaxed", "simd-shared", "relaxed-shared"].flatMap((name) => [`wasm/${name}.js`, `wasm/${name}.d.ts`]),
  "wasm/micro.ts",
  "wasm/winograd-transforms.ts",
  "wasm/dispatch.ts",
];

function inputs() {
  const hash = createHash("sha256");
  const add = (path) => hash.update(path).update(readFileSync(join(root, path)));
  for (const folder of ["scripts", "assembly"]) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      if (entry.isFile()) add(join(entry.parentPath, entry.name).slice(root.length));
    }
  }
  add("src/abi.ts");
  for (const name of ["@tensorflow/tfjs-core", "@tensorflow/tfjs-backend-wasm", "assemblyscript", "esbuild"]) {
    hash.update(JSON.parse(readFileSync(require.resolve(`${name}/package.json`), "utf8")).version);
  }
  return hash.digest("hex");
}

const wanted = inputs();
const stamp = join(root, "wasm/.stamp");
const current =
  existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && outputs.every((path) => existsSync(join(root, path)));
if (!current) {
  console.log("Compiling the kernels (once, a minute or two) …");
  const { bundleTfjs } = await import("./bundle-tfjs.mjs");
  const { compileKernels } = await import("./compile-kernels.mjs");
  // made aside and moved in place file by file: someone else may be running on the old ones, or making the same
  const aside = join(root, `wasm/.making-${process.pid}`);
  try {
    for (const folder of ["vendor", "wasm"]) {
      mkdirSync(join(root, folder), { recursive: true });
      mkdirSync(join(aside, folder), { recursive: true });
    }
    await Promise.all([bundleTfjs(join(aside, "vendor")), compileKernels(join(aside, "wasm"))]);
    for (const path of outputs) renameSync(join(aside, path), join(root, path));
    writeFileSync(stamp, wanted);
  } finally {
    rmSync(aside, { recursive: true, force: true });
  }
}
