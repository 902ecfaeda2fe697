export { currentDTypePolicy as dtypePolicy } from "../dtype-policies/current.ts";
export { setDTypePolicy as setDtypePolicy } from "../dtype-policies/get.ts";
export { backend, setBackend } from "./backend.ts";
export {
  disableFlashAttention,
  disableInteractiveLogging,
  disableTracebackFiltering,
  enableFlashAttention,
  enableInteractiveLogging,
  enableTracebackFiltering,
  isFlashAttentionEnabled,
  isInteractiveLoggingEnabled,
  isTracebackFilteringEnabled,
} from "./switches.ts";
export {
  epsilon,
  floatx,
  imageDataFormat,
  maxEpochs,
  maxStepsPerEpoch,
  setEpsilon,
  setFloatx,
  setImageDataFormat,
  setMaxEpochs,
  setMaxStepsPerEpoch,
} from "./values.ts";
