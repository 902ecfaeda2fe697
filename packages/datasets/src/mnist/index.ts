export { type LoadDataOptions, loadData } from "./load-data.ts";
export { loadSample } from "./load-sample.ts";
