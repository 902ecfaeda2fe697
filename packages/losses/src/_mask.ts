import { isTensor, keep, setMask, type Tensor } from "@hornbeam/core";

/** Values with a mask: false where one is to count for nothing. It is freed with the values. */
export function withMask(values: Tensor, mask: Tensor): Tensor {
  setMask(values, isTensor(mask) ? keep(mask) : mask); // else the scope that makes it would free it
  return values;
}
