// Compiles assembly/ in four variants, with and without fused multiply-add, for a memory of one thread or of several; each as one JavaScript module that exports the bytes: a page imports the one it can run.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";
import { block, commands, control, gemmBlock, layout } from "../src/abi.ts";
import { microKernels } from "./micro-kernels.mjs";
import { winogradTransforms } from "./winograd-transforms.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The text of the AssemblyScript file that reads the arguments of a command from memory and calls its function. */
function dispatcher() {
  const names = Object.keys(commands);
  const word = { integer: "load<i32>", float: "load<f32>", address: "<usize>load<u32>", double: "load<f64>" };
  const calls = names.map((name, i) => {
    const words = layout(name).flatMap(({ kind }, at) => {
      if (kind === "rest") return [];
      return kind === "here" ? `p + ${4 * at}` : `${word[kind]}(p, ${4 * at})`;
    });
    const call = `${name}(${words.join(", ")}, from, to, scratch)`;
    return name === "skip" ? `    case ${i}: return ${call};` : `    case ${i}: ${call}; break;`;
  });
  const constants = (prefix, table) =>
    Object.entries(table).map(
      ([name, at]) => `// @ts-ignore: decorator\n@inline export const ${prefix}_${name.toUpperCase()}: usize = ${at};`,
    );
  return `// Written by scripts/compile-kernels.mjs from src/abi.ts.
${names.map((name) => `import { ${name} } from "../assembly/${kebab(name)}";`).join("\n")}

${[...constants("BLOCK", block), ...constants("CONTROL", control), ...constants("GEMM", gemmBlock)].join("\n")}

/** Runs units from..to of command \`op\`, whose arguments are the words at \`p\`; gives how many blocks are to be passed over. */
export function execute(op: i32, p: usize, from: i32, to: i32, scratch: usize): i32 {
  switch (op) {
${calls.join("\n")}
    default: unreachable();
  }
  return 0;
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

async function compile(folder, entry, options) {
  let bytes;
  const messages = [];
  const output = { write: (text) => messages.push(String(text)) };
  const { error } = await asc.main(
    [
      entry,
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
      "--use",
      "abort=",
      "--enable",
      "simd",
      "--enable",
      "bulk-memory",
      ...options,
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
  const alone = ["--initialMemory", "0"];
  // as the backend's own memory says, once it is shared
  const shared = ["--enable", "threads", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const relaxed = ["--enable", "relaxed-simd"];
  for (const [name, entry, options] of [
    ["simd", "assembly/alone.ts", alone],
    ["relaxed", "assembly/alone.ts", [...alone, ...relaxed]],
    ["simd-shared", "assembly/shared.ts", shared],
    ["relaxed-shared", "assembly/shared.ts", [...shared, ...relaxed]],
  ]) {
    const text = Buffer.from(await compile(folder, entry, options)).toString("base64");
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
