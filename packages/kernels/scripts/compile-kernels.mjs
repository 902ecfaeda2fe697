// Compiles assembly/ in four variants, with and without fused multiply-add, for a memory of one thread or of several; each as one JavaScript module that exports the bytes: a page imports the one it can run.
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { block, commands, control, gemmBlock, layout } from "../src/abi.ts";
import { microKernels } from "./micro-kernels.mjs";
import { winogradTransforms } from "./winograd-transforms.mjs";

const kebab = (name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The text of the AssemblyScript file that reads the arguments of a command from memory and calls its function. */
function dispatcher() {
  const names = Object.keys(commands);
  const address = "<usize>load<u32>";
  const word = { integer: "load<i32>", float: "load<f32>", address, number: address, double: "load<f64>" };
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

/** Writes the compiled variants into `folder` (`wasm/`), with the AssemblyScript that was generated for them. */
export async function compileKernels(folder) {
  writeFileSync(join(folder, "micro.ts"), microKernels());
  writeFileSync(join(folder, "winograd-transforms.ts"), winogradTransforms());
  writeFileSync(join(folder, "dispatch.ts"), dispatcher());
  const alone = ["--initialMemory", "0"];
  // as the backend's own memory says, once it is shared
  const shared = ["--enable", "threads", "--sharedMemory", "--initialMemory", "1", "--maximumMemory", "65536"];
  const relaxed = ["--enable", "relaxed-simd"];
  const variants = [
    ["simd", "assembly/alone.ts", alone],
    ["relaxed", "assembly/alone.ts", [...alone, ...relaxed]],
    ["simd-shared", "assembly/shared.ts", shared],
    ["relaxed-shared", "assembly/shared.ts", [...shared, ...relaxed]],
  ];
  const script = new URL("./compile-variant.mjs", import.meta.url);
  await Promise.all(
    variants.map(async ([name, entry, options]) => {
      const [code] = await once(new Worker(script, { workerData: { folder, name, entry, options } }), "exit");
      if (code !== 0) throw new Error(`Cannot compile the kernels: ${name} must compile, received exit code ${code}`);
    }),
  );
}
