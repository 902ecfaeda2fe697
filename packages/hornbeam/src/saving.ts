/** `keras.saving`: what files are made of, and with Keras' names what is done with models and with objects of one's own. */
export {
  CustomObjectScope,
  customObjectScope,
  deserializeKerasObject,
  getCustomObjects,
  getRegisteredName,
  getRegisteredObject,
  registerKerasSerializable,
  serializeKerasObject,
} from "@hornbeam/core";
export { loadModel, loadWeights, saveModel, saveWeights } from "@hornbeam/models";
export * from "@hornbeam/saving";
