// What the module for several threads exports.
export { part, run } from "./run";
export { widen } from "./width";
export { help, lead, settle } from "./threads";
