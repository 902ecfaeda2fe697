export { L1, L1L2, L2 } from "./l1-l2.ts";
export { OrthogonalRegularizer } from "./orthogonal.ts";
