export { type LoadDataOptions, loadData } from "./load-data.ts";
