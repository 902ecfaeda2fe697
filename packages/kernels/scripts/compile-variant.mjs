// Compiles one variant of assembly/, in a thread of its own: `workerData` says which.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { workerData } from "node:worker_threads";
import asc from "assemblyscript/asc";

const root = fileURLToPath(new URL("../", import.meta.url));

/** Ids of the sections of a WASM module. */
function sections(bytes) {
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

const { folder, name, entry, options } = workerData;
const text = Buffer.from(await compile(folder, entry, options)).toString("base64");
writeFileSync(
  join(folder, `${name}.js`),
  `// Written by scripts/compile-kernels.mjs.\nexport const bytes = /* @__PURE__ */ Uint8Array.from(/* @__PURE__ */ atob("${text}"), (c) => c.charCodeAt(0));\n`,
);
writeFileSync(
  join(folder, `${name}.d.ts`),
  "/** The compiled kernels. */\nexport const bytes: Uint8Array<ArrayBuffer>;\n",
);
