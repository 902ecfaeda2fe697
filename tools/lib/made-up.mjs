// Data for models that tools/keras-roundtrip.mjs tries.
import { NDArray } from "@hornbeam/core";

let state = 12345;
/** Numbers in [-1, 1) that are the same in every run. */
function random() {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 31 - 1;
}

export function numbers(...shape) {
  const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, random);
  return new NDArray(data, shape);
}

export function classes(count, below) {
  const data = Int32Array.from({ length: count }, (_, i) => (i * 7) % below);
  return new NDArray(data, [count]);
}

/** One 1 a row, the others 0. */
export function oneHot(count, below) {
  const data = new Float32Array(count * below);
  for (let i = 0; i < count; i++) data[i * below + ((i * 7) % below)] = 1;
  return new NDArray(data, [count, below]);
}
