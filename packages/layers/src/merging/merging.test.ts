import { clearSession, getMask, type KerasTensor, setMask, type Tensor } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { beforeEach, checkLayer, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { Input } from "../core/input.ts";
import { Add, add } from "./add.ts";
import { Average, average } from "./average.ts";
import { Concatenate, concatenate } from "./concatenate.ts";
import { Dot, dot } from "./dot.ts";
import { Maximum, maximum } from "./maximum.ts";
import { Minimum, minimum } from "./minimum.ts";
import { Multiply, multiply } from "./multiply.ts";
import { Subtract, subtract } from "./subtract.ts";

beforeEach(() => clearSession());

describe("merging layers", () => {
  it.each([Add, Average, Maximum, Minimum, Multiply, Subtract])("%o keeps the layer contract", (Class) => {
    checkLayer(Class, {
      inputShape: [
        [2, 3],
        [2, 3],
      ],
      outputShape: [2, 3],
    });
    checkLayer(Class, {
      inputShape: [
        [2, 4, 3],
        [2, 1, 3],
      ],
      outputShape: [2, 4, 3],
    });
    checkLayer(Class, {
      inputShape: [
        [2, 4, 3],
        [2, 3],
      ],
      outputShape: [2, 4, 3],
    });
  });
  it("merge element by element", () => {
    const [a, b, c] = [tensor([[1, 5, 3]]), tensor([[4, 2, 6]]), tensor([[7, 8, 0]])];
    expect(add([a, b, c])).toBeClose([[12, 15, 9]]);
    expect(average([a, b, c])).toBeClose([[4, 5, 3]]);
    expect(multiply([a, b, c])).toBeClose([[28, 80, 0]]);
    expect(maximum([a, b, c])).toBeClose([[7, 8, 6]]);
    expect(minimum([a, b, c])).toBeClose([[1, 2, 0]]);
    expect(subtract([a, b])).toBeClose([[-3, 3, -3]]);
  });
  it("put new axes behind the batch's where ranks differ", () => {
    expect(
      add([
        ones([2, 3, 4]),
        tensor([
          [1, 2, 3, 4],
          [5, 6, 7, 8],
        ]),
      ]).shape,
    ).toEqual([2, 3, 4]);
  });
  it("leave a node in a graph", () => {
    const output = add([Input({ shape: [3] }), Input({ shape: [3] })], { name: "sum" });
    expect(output.shape).toEqual([null, 3]);
    expect(output.history!.operation.name).toBe("sum");
  });
  it("are true where any mask is", () => {
    const [a, b] = [ones([1, 3, 2]), ones([1, 3, 2])];
    setMask(a, tensor([[1, 0, 0]], { dtype: "bool" }));
    setMask(b, tensor([[0, 0, 1]], { dtype: "bool" }));
    expect(getMask(add([a, b]))!).toBeClose([[1, 0, 1]]);
    expect(getMask(add([a, ones([1, 3, 2])]))).toBeUndefined();
  });
  it("refuse shapes that do not fit", () => {
    expect(() => new Add()([ones([2, 3]), ones([2, 4])])).toThrow(
      'Cannot call Add "add": the shapes must broadcast against each other, received shapes [[2, 3], [2, 4]]\n' +
        "The inputs have incompatible shapes.",
    );
    expect(() => new Add()([ones([2, 3]), ones([1, 3])])).toThrow(
      'Cannot call Add "add_1": the batch sizes must be equal, received shapes [[2, 3], [1, 3]]',
    );
    expect(() => new Subtract()([ones([2, 3])])).toThrow(
      'Cannot call Subtract "subtract": the input must be a list of 2 tensors, received shapes [[2, 3]]',
    );
    expect(() => new Add()(ones([2, 3]) as never)).toThrow(
      'Cannot call Add "add_2": the input must be a list of at least 1 tensor, received shape [2, 3]',
    );
  });
  it("are typed", () => {
    expectTypeOf(new Add()([ones([1])])).toEqualTypeOf<Tensor>();
    expectTypeOf(add([Input({ shape: [1] })])).toEqualTypeOf<KerasTensor>();
    // @ts-expect-error takes a list
    () => new Add()(ones([1]));
    // @ts-expect-error needs its axes
    () => new Dot();
  });
});

describe("Concatenate", () => {
  it("keeps the layer contract", () => {
    checkLayer(Concatenate, {
      inputShape: [
        [2, 3],
        [2, 4],
      ],
      outputShape: [2, 7],
    });
    checkLayer(Concatenate, {
      options: { axis: 1 },
      inputShape: [
        [2, 3, 2],
        [2, 1, 2],
      ],
      outputShape: [2, 4, 2],
    });
  });
  it("puts its inputs one after the other", () => {
    expect(concatenate([tensor([[1, 2]]), tensor([[3]])])).toBeClose([[1, 2, 3]]);
    expect(
      new Concatenate().computeOutputShape([
        [null, null, 2],
        [null, 4, 3],
      ]),
    ).toEqual([null, 4, 5]);
  });
  it("joins masks, with ones where there is none", () => {
    const [a, b] = [ones([1, 2, 3]), ones([1, 2, 3])];
    setMask(a, tensor([[1, 0]], { dtype: "bool" }));
    expect(getMask(concatenate([a, b], { axis: 1 }))!).toBeClose([[1, 0, 1, 1]]);
  });
  it("refuses sizes that differ off its axis", () => {
    expect(() => new Concatenate({ axis: 1 })([ones([2, 3, 4]), ones([2, 2, 5])])).toThrow(
      'Cannot call Concatenate "concatenate": the shapes must be equal but for axis 1, received shapes [[2, 3, 4], [2, 2, 5]]',
    );
  });
});

describe("Dot", () => {
  it("keeps the layer contract", () => {
    checkLayer(Dot, {
      options: { axes: 1 },
      inputShape: [
        [2, 4],
        [2, 4],
      ],
      outputShape: [2, 1],
    });
    checkLayer(Dot, {
      options: { axes: [1, 2] },
      inputShape: [
        [2, 4, 3],
        [2, 5, 4],
      ],
      outputShape: [2, 3, 5],
    });
    checkLayer(Dot, {
      options: { axes: -1, normalize: true },
      inputShape: [
        [2, 3, 4],
        [2, 4],
      ],
      outputShape: [2, 3],
    });
  });
  it("sums products along the axes", () => {
    expect(dot([tensor([[1, 2]]), tensor([[3, 4]])], { axes: 1 })).toBeClose([[11]]);
    expect(dot([tensor([[3, 4]]), tensor([[4, 3]])], { axes: 1, normalize: true })).toBeClose([[0.96]]);
  });
  it("refuses axes of different sizes", () => {
    expect(() => new Dot({ axes: 1 })([ones([2, 3]), ones([2, 4])])).toThrow(
      'Cannot call Dot "dot": the sizes along axis 1 must be equal, and not be those of the batch, received shapes [[2, 3], [2, 4]]',
    );
    expect(() => new Dot({ axes: [1, 2, 3] })).toThrow(
      "Cannot create Dot: `axes` must be an integer or a list of 2 integers, received [1, 2, 3]",
    );
  });
});
