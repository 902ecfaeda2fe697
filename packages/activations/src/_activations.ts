export * from "./functions.ts";
export { relu } from "./relu.ts";
