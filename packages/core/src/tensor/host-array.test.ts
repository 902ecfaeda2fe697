import { beforeAll, expect, it } from "vitest";
import { NDArray } from "../array/nd-array.ts";
import { ready } from "../backend/ready.ts";
import { hostArray } from "./host-array.ts";
import { toTensor } from "./to-tensor.ts";
import { Variable } from "./variable.ts";

beforeAll(() => ready());

it("takes whatever holds numbers to the host's memory, and arrays as they are", () => {
  const array = NDArray.from([1, 2]);
  const tensor = toTensor([3, 4]);
  const variable = new Variable({ name: "v", shape: [2], initializer: NDArray.from([5, 6]) });
  expect(hostArray(array)).toBe(array);
  const rows = [tensor, variable, [[7, 8]], Int32Array.of(9, 10)].map((value) => hostArray(value).toArray());
  expect(rows).toEqual([[3, 4], [5, 6], [[7, 8]], [9, 10]]);
  tensor.dispose();
  variable[Symbol.dispose]();
});
