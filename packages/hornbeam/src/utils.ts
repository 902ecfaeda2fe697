/** `keras.utils`: what `@hornbeam/utils` holds, and what Keras has there of other packages. */
export {
  CustomObjectScope,
  customObjectScope,
  deserializeKerasObject,
  disableInteractiveLogging,
  enableInteractiveLogging,
  getCustomObjects,
  getRegisteredName,
  getRegisteredObject,
  isInteractiveLoggingEnabled,
  isKerasTensor,
  registerKerasSerializable,
  serializeKerasObject,
  standardizeDType as standardizeDtype,
} from "@hornbeam/core";
export { PyDataset, PyDataset as Sequence } from "@hornbeam/data";
export { FeatureSpace } from "@hornbeam/models";
export * from "@hornbeam/utils";
export { plotModel } from "@hornbeam/viz";
