import { memory } from "@hornbeam/core";
import { describe, expect, it } from "@hornbeam/testing";
import { Circle, circle } from "./circle.ts";

describe("Circle", () => {
  it("draws together what is of a class and parts what is not", () => {
    // made by Keras
    const [classes, vectors] = [
      [0, 0, 1],
      [
        [1, 0],
        [0.8, 0.6],
        [0, 1],
      ],
    ];
    const options = { gamma: 2, margin: 0.25 };
    expect(circle(classes, vectors, options)).toBeClose([0.6117554, 1.0054924, 0]);
    expect(new Circle(options)(classes, vectors)).toBeClose(0.808624);
  });
  it("compares with others where they are given", () => {
    const others = {
      refLabels: [0, 1],
      refEmbeddings: [
        [1, 0],
        [0, 1],
      ],
      removeDiagonal: false,
      gamma: 1,
      margin: 0.25,
    };
    // one of the same class at distance 0, one of another at distance 1
    const [near, far] = [-(0.25 * 0.25), 0.25 * -0.25];
    expect(circle([0], [[1, 0]], others)).toBeClose([Math.log1p(Math.exp(near + far))]);
  });
  it("leaves no tensor behind, its mask included", () => {
    const before = memory().numTensors;
    circle(
      [0, 0, 1],
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
    ).dispose();
    expect(memory().numTensors).toBe(before);
  });
});
