import { isTensor, NDArray, type Tensor } from "@hornbeam/core";

type Numbers = number | readonly number[];

/** Numbers that were given plainly, or in a tensor whose elements decide a shape. */
export function numbersOf(given: Numbers | Tensor | NDArray): Numbers {
  const data = isTensor(given) ? given.dataSync() : given instanceof NDArray ? given.data : null;
  if (data === null) return given as Numbers;
  const { shape } = given as Tensor | NDArray;
  return shape.length === 0 ? Number(data[0]) : Array.from(data, Number);
}
