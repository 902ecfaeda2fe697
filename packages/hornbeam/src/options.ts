// What the options of a class of one's own may be: `defineLayer("Linear", { units: options.positiveInteger() })`.
export { activation } from "@hornbeam/activations";
export { constraint } from "@hornbeam/constraints";
export {
  axes,
  boolean,
  dataFormat,
  dtypeName,
  fraction,
  functionOption,
  integer,
  integers,
  json,
  nonNegativeInteger,
  nonNegativeNumber,
  nullable,
  nullableText,
  number,
  oneOf,
  option,
  positiveInteger,
  positiveNumber,
  shape,
  spatial,
  text,
} from "@hornbeam/core";
export { initializer } from "@hornbeam/initializers";
export { regularizer } from "@hornbeam/regularizers";
