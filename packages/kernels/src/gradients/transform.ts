import { engine, type GradConfig, type NamedAttrMap, sum, type Tensor, zerosLike } from "@hornbeam/kernels/tfjs";
import { transformGradientName } from "../fused/names.ts";

/** Gradients of moved images, with respect to them and, where pixels are mixed, to the transforms. TensorFlow.js has none. */
export function transformGradients(): GradConfig[] {
  return [forward, backward];
}

const forward: GradConfig = {
  kernelName: "Transform",
  inputsToSave: ["image", "transforms"],
  gradFunc: (dy, saved, attrs) => {
    const [image, transforms] = saved as [Tensor, Tensor];
    const run = (of: "image" | "transforms"): Tensor =>
      engine().runKernel(transformGradientName, { dy: dy as Tensor, image, transforms }, { ...attrs, of });
    return {
      image: () => run("image"),
      transforms: () => {
        // a little change leaves the nearest pixel the same
        if (attrs["interpolation"] === "nearest") return zerosLike(transforms);
        const each = run("transforms");
        return transforms.shape[0] === 1 ? sum(each, 0, true) : each;
      },
    };
  },
};

/**
 * The gradient of the images is linear in that of the result, so the way back is the way there, with 0 beyond the ends. That of the
 * transforms has no gradient.
 */
const backward: GradConfig = {
  kernelName: transformGradientName,
  inputsToSave: ["dy", "transforms"],
  gradFunc: (ddx, saved, { of, ...attrs }): ReturnType<GradConfig["gradFunc"]> => {
    if (of !== "image") return {};
    const [dy, transforms] = saved as [Tensor, Tensor];
    const given: NamedAttrMap = { ...attrs, fillValue: 0, outputShape: dy.shape.slice(1, 3) };
    return {
      dy: () => engine().runKernel("Transform", { image: ddx as Tensor, transforms }, given) as Tensor,
      image: () => zerosLike(ddx as Tensor),
    };
  },
};
