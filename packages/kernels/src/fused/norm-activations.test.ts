import * as tf from "@hornbeam/kernels/tfjs";
import { expect, it } from "vitest";
import { describeVariants } from "../../testing/variants.ts";
import { flag } from "../abi.ts";
import type { Runtime } from "../runtime.ts";

const epsilon = 1e-3;

/** Numbers from -4 to 4, and some that no normalization likes. */
function numbers(size: number, seed: number, odd: readonly number[] = []): Float32Array {
  const values = Float32Array.from({ length: size }, (_, i) => 4 * Math.sin((i + 1) * seed));
  odd.forEach((value, i) => {
    if (values.length > 40 + i) values[7 * i + 5] = value;
  });
  return values;
}

/** Where things are in memory; an output is 0 where none is. */
interface Places {
  readonly rows: number;
  readonly columns: number;
  readonly x: number;
  readonly gamma: number;
  readonly beta: number;
}
/** A normalization by its commands: forward to `y`, and backward from `dy` to `dx`, with room for all between. */
interface Norm {
  readonly forward: (runtime: Runtime, places: Places, y: number, flags: number) => void;
  readonly backward: (runtime: Runtime, places: Places, dy: number, dx: number, flags: number) => void;
}

function columnNorm(): Norm {
  let [mean, variance] = [0, 0];
  return {
    forward: (runtime, { rows, columns, ...places }, y, flags) => {
      const moments = runtime.workspace(4 * 16 * columns);
      [mean, variance] = [runtime.workspace(4 * columns), runtime.workspace(4 * columns)];
      runtime.run("columnMoments", 8, { rows, columns, parts: 8, x: places.x, moments });
      runtime.run("joinMoments", columns, { rows, columns, parts: 8, x: places.x, moments, mean, variance });
      const sizes = { rows, columns, block: 4, epsilon };
      runtime.run("columnNorm", Math.ceil(rows / 4), { ...sizes, ...places, mean, variance, y, flags }, 4 * columns);
    },
    backward: (runtime, { rows, columns, ...places }, dy, dx, flags) => {
      const [gammas, betas] = [runtime.workspace(4 * columns), runtime.workspace(4 * columns)];
      const given = { rows, columns, epsilon, ...places, dy, mean, variance, flags };
      runtime.run("columnNormSums", 1, { ...given, parts: 1, gammas, betas }, 8 * columns);
      const call = { ...given, block: 4, dGamma: gammas, dBeta: betas, dx };
      runtime.run("columnNormGradient", Math.ceil(rows / 4), call, 12 * columns);
    },
  };
}

const layerNorm = (centered: number) => (): Norm => {
  let [means, factors] = [0, 0];
  return {
    forward: (runtime, { rows, columns, ...places }, y, flags) => {
      [means, factors] = [runtime.workspace(4 * rows), runtime.workspace(4 * rows)];
      runtime.run("layerNorm", rows, { columns, centered, epsilon, ...places, y, means, factors, flags });
    },
    backward: (runtime, { rows, columns, ...places }, dy, dx, flags) => {
      const [gammas, betas] = [runtime.workspace(8 * columns), runtime.workspace(8 * columns)];
      const given = { rows, columns, parts: 2, centered, ...places, dy, means, factors, dx, gammas, betas, flags };
      runtime.run("layerNormGradient", 2, given);
    },
  };
};

const groupNorm = (groupsOf: (columns: number) => number) => (): Norm => {
  let [means, factors] = [0, 0];
  return {
    forward: (runtime, { rows, columns, ...places }, y, flags) => {
      const groups = groupsOf(columns);
      [means, factors] = [runtime.workspace(4 * groups), runtime.workspace(4 * groups)];
      const call = { rows, columns, groups, epsilon, ...places, y, means, factors, flags };
      runtime.run("groupNorm", 1, call, 8 * columns);
    },
    backward: (runtime, { rows, columns, ...places }, dy, dx, flags) => {
      const [gammas, betas] = [runtime.workspace(4 * columns), runtime.workspace(4 * columns)];
      const given = {
        rows,
        columns,
        groups: groupsOf(columns),
        ...places,
        dy,
        means,
        factors,
        dx,
        gammas,
        betas,
        flags,
      };
      runtime.run("groupNormGradient", 1, given, 16 * columns);
    },
  };
};

describeVariants("normalization with an activation behind it", (runtime) => {
  /** What comes forward and back, with the activation in the commands or around them. */
  function results(make: () => Norm, size: readonly [number, number], weights: number, flags: number, inside: boolean) {
    const [rows, columns] = size;
    const odd = [Number.NaN, 1e30, Number.POSITIVE_INFINITY, -0];
    const [x, dy] = [tf.tensor1d(numbers(rows * columns, 1.3, odd)), tf.tensor1d(numbers(rows * columns, 0.7, odd))];
    const [gamma, beta] = [tf.tensor1d(numbers(columns, 2.1)), tf.tensor1d(numbers(columns, 1.7))];
    const [y, dx, masked] = [tf.zerosLike(x), tf.zerosLike(x), tf.zerosLike(x)];
    runtime().frame(() => {
      const own = {
        ...{ rows, columns, x: runtime().input(x) },
        ...{ gamma: weights & 1 ? runtime().input(gamma) : 0, beta: weights & 2 ? runtime().input(beta) : 0 },
      };
      const norm = make();
      const [to, back] = [runtime().update(y), runtime().update(dx)];
      norm.forward(runtime(), own, to, inside ? flags : 0);
      if (inside) {
        norm.backward(runtime(), own, runtime().input(dy), back, flags);
        return;
      }
      const kind = flags === flag.relu ? 26 : 27;
      runtime().run("unary", rows * columns, { kind, x: to, y: to });
      const between = { dy: runtime().input(dy), y: to, dx: runtime().update(masked) };
      runtime().run("activationGradient", 1, { rows, columns, parts: 1, flags, ...between, sums: 0 });
      norm.backward(runtime(), own, between.dx, back, 0);
    });
    const made = [y.dataSync(), dx.dataSync()].map((values) => [...values]);
    tf.dispose([x, dy, gamma, beta, y, dx, masked]);
    return made;
  }

  it.each([
    ["of columns", columnNorm],
    ["of rows", layerNorm(1)],
    ["by the root mean square of rows", layerNorm(0)],
    ["of one group", groupNorm(() => 1)],
    ["of a group a channel", groupNorm((columns) => columns)],
  ])("has the same bits as both by themselves: %s", (_, make) => {
    for (let columns = 1; columns <= 17; columns++) {
      const size = [[1, 3, 13][columns % 3]!, columns] as const;
      for (const [flags, weights] of [
        [flag.relu, 3],
        [flag.relu6, columns % 4],
      ] as const) {
        const [inside, around] = [true, false].map((way) => results(make, size, weights, flags, way));
        expect(inside, `${size}, flags ${flags}, weights ${weights}`).toEqual(around);
      }
    }
  });
});
