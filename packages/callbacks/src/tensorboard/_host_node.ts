interface NodeProcess {
  readonly pid?: number;
  getBuiltinModule?(name: string): unknown;
}

/** The names of machine and process, as names of event files have them; undefined outside Node. */
export function nodeHost(): { readonly host: string; readonly pid: number } | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  const os = process?.getBuiltinModule?.("node:os") as { hostname(): string } | undefined;
  return os && { host: os.hostname(), pid: process?.pid ?? 0 };
}
