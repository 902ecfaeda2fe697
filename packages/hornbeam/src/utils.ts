/** `keras.utils`; `FeatureSpace`, which is made of layers, comes from `@hornbeam/models`. */
export { FeatureSpace } from "@hornbeam/models";
export * from "@hornbeam/utils";
