export { getWordIndex } from "./get-word-index.ts";
export { type LoadDataOptions, loadData } from "./load-data.ts";
