export {
  currentDTypePolicy as dtypePolicy,
  currentDTypePolicy as globalPolicy,
  DTypePolicy,
  DTypePolicy as Policy,
  setDTypePolicy as setDtypePolicy,
  setDTypePolicy as setGlobalPolicy,
} from "@hornbeam/core";
export { LossScaleOptimizer } from "@hornbeam/optimizers";
