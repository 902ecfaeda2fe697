// What the module for one thread exports.
export { run } from "./run";
