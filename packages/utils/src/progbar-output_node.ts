import type { TextOutput } from "./progbar-output.ts";

interface NodeProcess {
  readonly versions?: { readonly node?: string };
  readonly stdout?: { readonly isTTY?: boolean; write(text: string): boolean };
}

/** Node's standard output; undefined elsewhere. */
export function nodeOutput(): TextOutput | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  const stdout = process?.versions?.node === undefined ? undefined : process.stdout;
  if (!stdout) return undefined;
  return { terminal: stdout.isTTY === true, write: (text) => void stdout.write(text) };
}
