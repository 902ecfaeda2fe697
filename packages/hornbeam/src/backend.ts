export {
  backend,
  clearSession,
  epsilon,
  floatx,
  imageDataFormat,
  isFloat as isFloatDtype,
  isInteger as isIntDtype,
  isKerasTensor,
  setEpsilon,
  setFloatx,
  setImageDataFormat,
  standardizeDType as standardizeDtype,
} from "@hornbeam/core";
export { resultType } from "@hornbeam/ops";
