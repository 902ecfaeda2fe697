export { KernelError } from "./errors.ts";
export { info, type KernelInfo, type StartOptions, start } from "./start.ts";
