// Compiles assembly/ in two variants, each as one JavaScript module that exports the bytes: a page imports the one it can run.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { block, commands, layout } from "../src/abi.ts";
import { microKernels } from "./micro-kernels.mjs";
import { winogradTransforms } from "./winograd-transforms.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The module's one export: walks a program, reads the arguments of each command and calls its function. */
function dispatcher() {
  const names = Object.keys(commands);
  const word = { integer: "load<i32>", float: "load<f32>", address: "<usize>load<u32>" };
  const calls = names.map((name, i) => {
    const words = layout(name).map(({ kind }, at) => `${word[kind]}(p, ${4 * at})`);
    return `    case ${i}: ${name}(${words.join(", ")}, from, to, scratch); break;`;
  });
  return `// Written by scripts/compile-kernels.mjs from src/abi.ts.
${names.map((name) => `import { ${name} } from "../assembly/${kebab(name)}";`).join("\n")}

/** Runs units from..to of command \`op\`, whose arguments are the words at \`p\`. */
function execute(op: i32, p: usize, from: i32, to: i32, scratch: usize): void {
  switch (op) {
${calls.join("\n")}
    default: unreachable();
  }
}

/** Runs blocks from..to of a program. */
export function run(program: usize, from: i32, to: i32, scratch: usize): void {
  for (let i = from; i < to; i++) {
    const block = program + <usize>i * ${block.bytes};
    execute(load<i32>(block, ${block.op}), block + ${block.words}, 0, load<i32>(block, ${block.units}), scratch);
  }
}
`;
}

/** Ids of the sections of a WASM module. */
export function sections(bytes) {
  const found = [];
  for (let p = 8; p < bytes.length; ) {
    found.push(bytes[p++]);
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[p++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    p += size;
  }
  return found;
}

async function compile(folder, features) {
  let bytes;
  const messages = [];
  const output = { write: (text) => messages.push(String(text)) };
  const { error } = await asc.main(
    [
      "wasm/dispatch.ts",
      "--outFile",
      "out.wasm",
      "-O3",
      "--converge",
      "--runtime",
      "stub",
      "--noAssert",
      "--uncheckedBehavior",
      "always",
      "--importMemory",
      "--noExportMemory",
      "--initialMemory",
      "0",
      "--use",
      "abort=",
      "--enable",
      "simd",
      "--enable",
      "bulk-memory",
      ...features.flatMap((feature) => ["--enable", feature]),
    ],
    {
      stdout: output,
      stderr: output,
      readFile: (name) => {
        try {
          return readFileSync(name.startsWith("wasm/") ? join(folder, name.slice(5)) : join(root, name), "utf8");
        } catch {
          return null;
        }
      },
      writeFile: (_, contents) => {
        bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`Cannot compile the kernels:\n${messages.join("")}`, { cause: error });
  // the module lives in tfjs's memory: a data segment (sections 11 and 12) would overwrite whatever is there
  if (sections(bytes).some((id) => id === 11 || id === 12))
    throw new Error("Cannot compile the kernels: the module must own no static data");
  return bytes;
}

/** Writes the compiled variants into `folder` (`wasm/`), with the AssemblyScript that was generated for them. */
export async function compileKernels(folder) {
  writeFileSync(join(folder, "micro.ts"), microKernels());
  writeFileSync(join(folder, "winograd-transforms.ts"), winogradTransforms());
  writeFileSync(join(folder, "dispatch.ts"), dispatcher());
  for (const [name, features] of [
    ["simd", []],
    ["relaxed", ["relaxed-simd"]],
  ]) {
    const text = Buffer.from(await compile(folder, features)).toString("base64");
    writeFileSync(
      join(folder, `${name}.js`),
      `// Written by scripts/compile-kernels.mjs.\nexport const bytes = /* @__PURE__ */ Uint8Array.from(/* @__PURE__ */ atob("${text}"), (c) => c.charCodeAt(0));\n`,
    );
    writeFileSync(
      join(folder, `${name}.d.ts`),
      "/** The compiled kernels. */\nexport const bytes: Uint8Array<ArrayBuffer>;\n",
    );
  }
}
