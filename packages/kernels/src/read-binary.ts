import { KernelError } from "./errors.ts";

interface FileSystem {
  readFile(url: URL): Promise<Uint8Array<ArrayBuffer>>;
}

/** Reads the file of a URL: over the network, or in Node, whose fetch knows no `file:`, from disk. */
export async function readBinary(url: URL): Promise<Uint8Array<ArrayBuffer>> {
  const { process } = globalThis as { process?: { getBuiltinModule?(name: string): unknown } };
  // asked for by name at run time: an import would make bundlers for the browser stumble
  const files = url.protocol === "file:" && (process?.getBuiltinModule?.("node:fs/promises") as FileSystem | undefined);
  try {
    if (files) return await files.readFile(url);
    const response = await fetch(url, { credentials: "same-origin" });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return new Uint8Array(await response.arrayBuffer());
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new KernelError(
      `Cannot start the kernels: ${url} must be readable, received ${reason}\nPass \`wasmUrl\` if the file is somewhere else.`,
      { cause },
    );
  }
}
