// What the module for several threads exports.
export { run } from "./run";
export { help, lead, settle } from "./threads";
