export { DTypePolicy, DTypePolicy as FloatDTypePolicy } from "../objects/dtype-policy.ts";
export { DTypePolicyMap } from "./dtype-policy-map.ts";
export { type DTypePolicyLike, deserialize, get, serialize } from "./get.ts";
export {
  AWQDTypePolicy,
  GPTQDTypePolicy,
  Int4DTypePolicy,
  QuantizedDTypePolicy,
  QuantizedFloat8DTypePolicy,
} from "./quantized.ts";
