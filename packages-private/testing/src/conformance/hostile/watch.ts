import childProcess from "node:child_process";
import fs from "node:fs";
import http from "node:http";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { fileURLToPath } from "node:url";

/**
 * Sees what is opened, fetched, started and evaluated. Must be loaded before anything that might do so: what took a
 * function of Node earlier keeps the one that is not watched.
 */
export class Watch {
  /** What was done that should not have been. */
  readonly violations: string[] = [];
  #allowed: (path: string, writes: boolean) => boolean = () => true;
  #armed = false;
  // biome-ignore lint/security/noGlobalEval: it is replaced and put back, not used
  readonly #real = { fetch: globalThis.fetch, eval: globalThis.eval, Function: globalThis.Function };

  constructor() {
    this.#wrapFiles(fs as unknown as Functions);
    this.#wrapFiles(fs.promises as unknown as Functions);
    for (const [module, names] of forbidden) this.#wrapAll(module as unknown as Functions, names);
    syncBuiltinESMExports();
  }

  /** From here on, only what `allowed` lets through may be opened, and nothing fetched, started or evaluated. */
  arm(allowed: (path: string, writes: boolean) => boolean): void {
    this.#allowed = allowed;
    this.#armed = true;
    const refuse = (what: string) => (): never => {
      this.violations.push(`called ${what}`);
      throw new Error(`${what} is watched`);
    };
    globalThis.fetch = refuse("fetch");
    globalThis.eval = refuse("eval");
    globalThis.Function = new Proxy(this.#real.Function, { apply: refuse("Function"), construct: refuse("Function") });
  }
  disarm(): void {
    this.#armed = false;
    Object.assign(globalThis, this.#real);
  }

  #wrapFiles(module: Functions): void {
    for (const [name, original] of Object.entries(module)) {
      if (typeof original !== "function" || !fileFunction.test(name)) continue;
      module[name] = watched(original, (args) => {
        for (const path of pathsOf(name, args)) {
          if (this.#armed && !this.#allowed(path, isWrite(name, args))) this.violations.push(`${name} of ${path}`);
        }
      });
    }
  }
  #wrapAll(module: Functions, names: readonly string[]): void {
    for (const name of names) {
      const original = module[name];
      if (typeof original !== "function") continue;
      module[name] = watched(original, () => {
        if (this.#armed) this.violations.push(`called ${name}`);
      });
    }
  }
}

type AnyFunction = (...args: unknown[]) => unknown;
type Functions = Record<string, AnyFunction>;

const forbidden: readonly (readonly [object, readonly string[]])[] = [
  [childProcess, ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]],
  [http, ["get", "request"]],
  [https, ["get", "request"]],
  [net, ["connect", "createConnection", "createServer"]],
];

const fileFunction =
  /^(open|openAsBlob|read(File|dir|link)?|write(File)?|append(File)?|appendFile|copyFile|cp|create(Read|Write)Stream|mkdir|mkdtemp|rename|rm|rmdir|unlink|symlink|link|truncate|chmod|chown|utimes)(Sync)?$/;

function watched(original: AnyFunction, note: (args: readonly unknown[]) => void): AnyFunction {
  const wrapper = function (this: unknown, ...args: unknown[]): unknown {
    note(args);
    return original.apply(this, args);
  };
  return Object.defineProperties(wrapper, Object.getOwnPropertyDescriptors(original)) as AnyFunction;
}

/** The paths among the first arguments; descriptors and buffers are none. */
function pathsOf(name: string, args: readonly unknown[]): string[] {
  const count = /^(copyFile|cp|rename|symlink|link)/.test(name) ? 2 : 1;
  return args.slice(0, count).flatMap((arg) => {
    if (typeof arg === "string") return [arg];
    return arg instanceof URL && arg.protocol === "file:" ? [fileURLToPath(arg)] : [];
  });
}

function isWrite(name: string, args: readonly unknown[]): boolean {
  if (/^open/.test(name))
    return typeof args[1] === "string" ? /[wa+]/.test(args[1]) : typeof args[1] === "number" && args[1] !== 0;
  return !/^(read|openAsBlob|createRead)/.test(name);
}
