import { complex, imag, memory, real, reshape, tensor1d, tensor2d, tidy } from "@hornbeam/kernels/tfjs";
import { beforeAll, describe, expect, it } from "vitest";
import { start } from "../start.ts";

beforeAll(() => start());

describe("complex tensors", () => {
  it("hold pairs, which are made and taken apart", () => {
    const before = memory().numTensors;
    tidy(() => {
      const z = complex(
        tensor2d([
          [1, 2],
          [3, 4],
        ]),
        tensor2d([
          [5, 6],
          [7, 8],
        ]),
      );
      expect(z.dtype).toBe("complex64");
      expect([...z.dataSync()]).toEqual([1, 5, 2, 6, 3, 7, 4, 8]);
      expect([...real(z).dataSync()]).toEqual([1, 2, 3, 4]);
      expect([...imag(reshape(z, [4])).dataSync()]).toEqual([5, 6, 7, 8]);
    });
    expect(memory().numTensors).toBe(before);
  });
  it("may be empty", () => {
    tidy(() => {
      expect(real(complex(tensor1d([]), tensor1d([]))).shape).toEqual([0]);
    });
  });
});
