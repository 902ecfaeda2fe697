// What the module for one thread exports.
export { run } from "./run";
export { widen } from "./width";
