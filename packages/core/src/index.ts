export {
  arrayDTypes,
  bytesPerElement,
  type DType,
  isDType,
  isFloat,
  isInteger,
  standardizeDType,
  type TensorDType,
  tensorDType,
} from "./array/dtype.ts";
export { NDArray } from "./array/nd-array.ts";
export type { Nested } from "./array/nested.ts";
export { axisOf, isShape, type KnownShape, type Shape, sameShape, sizeOf, stridesOf } from "./array/shape.ts";
export { allocate, convert, type Storage } from "./array/storage.ts";
export {
  ConfigError,
  DTypeError,
  type ErrorDetails,
  KerasError,
  OptionError,
  type Refusal,
  refusal,
  ShapeError,
  StateError,
} from "./errors.ts";
export { show } from "./show.ts";
