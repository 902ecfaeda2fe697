import {
  backend_util,
  cast,
  cumprod,
  cumsum,
  div,
  divNoNan,
  equal,
  type GradConfig,
  mul,
  reshape,
  sum,
  type Tensor,
  transpose,
  util,
} from "@hornbeam/kernels/tfjs";

/**
 * Gradients along axes: `max` and `min` share theirs among equal elements, as in TensorFlow; those of `prod` and `cumsum` are
 * wrong in TensorFlow.js for all but the last axis; `cumprod` has none there.
 */
export function reductionGradients(): GradConfig[] {
  return [extremum("Max"), extremum("Min"), prod, scan("Cumsum"), scan("Cumprod")];
}

/** `shape` with 1 for each of `axes`. */
function kept(shape: readonly number[], axes: readonly number[]): number[] {
  return shape.map((size, i) => (axes.includes(i) ? 1 : size));
}

function extremum(kernelName: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ["x"],
    outputsToSave: [true],
    gradFunc: (dy, saved, attrs) => {
      const [x, y] = saved as [Tensor, Tensor];
      const axes = util.parseAxisParam((attrs.reductionIndices ?? attrs.axis) as number[], x.shape); // max, min
      const shape = kept(x.shape, axes);
      return {
        x: () => {
          const hits = cast(equal(x, reshape(y, shape)), "float32");
          return mul(div(hits, sum(hits, axes, true)), reshape(dy as Tensor, shape));
        },
      };
    },
  };
}

/** The product of all other elements: what stands before times what stands after, so that zeros do no harm. */
const prod: GradConfig = {
  kernelName: "Prod",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => {
    const [x] = saved as [Tensor];
    const axes = util.parseAxisParam(attrs.axis as number[], x.shape).sort((a, b) => a - b);
    const others = x.shape.map((_, i) => i).filter((i) => !axes.includes(i));
    const order = [...others, ...axes];
    return {
      x: () => {
        const last = transpose(x, order);
        const flat = reshape(last, [-1, util.sizeFromShape(axes.map((i) => x.shape[i]!))]);
        const rest = mul(cumprod(flat, 1, true, false), cumprod(flat, 1, true, true));
        const restored = transpose(reshape(rest, last.shape), backend_util.getUndoAxesPermutation(order));
        return mul(restored, reshape(dy as Tensor, kept(x.shape, axes)));
      },
    };
  },
};

function scan(kernelName: "Cumsum" | "Cumprod"): GradConfig {
  const product = kernelName === "Cumprod";
  return {
    kernelName,
    ...(product && { inputsToSave: ["x"], outputsToSave: [true] }),
    gradFunc: (dy, saved, attrs) => {
      const { axis, exclusive, reverse } = attrs as unknown as { axis: number; exclusive: boolean; reverse: boolean };
      const back = (gradient: Tensor) => cumsum(gradient, axis, exclusive, !reverse);
      if (!product) return { x: () => back(dy as Tensor) };
      const [x, y] = saved as [Tensor, Tensor];
      return { x: () => divNoNan(back(mul(dy as Tensor, y)), x) }; // as TensorFlow: 0 where x is 0
    },
  };
}
