import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { callerOf } from "./caller.ts";
import { kernel } from "./define.ts";

interface Attributes {
  readonly alignCorners: boolean;
  readonly halfPixelCenters?: boolean;
}

/**
 * Images in other sizes, and the gradients of that: stock WASM gives wrong ones for the nearest neighbour, and wrong shapes for
 * images that are not square.
 */
export function resizeKernels(runtime: Runtime): KernelConfig[] {
  return [
    forward(runtime, "ResizeNearestNeighbor", 0),
    forward(runtime, "ResizeBilinear", 1),
    backward(runtime, "ResizeNearestNeighborGrad", 0),
    backward(runtime, "ResizeBilinearGrad", 1),
  ];
}

function forward(runtime: Runtime, kernelName: string, bilinear: number): KernelConfig {
  const { call, free } = callerOf(runtime);
  return kernel<{ images: TensorInfo }, Attributes & { size: [number, number] }>(
    runtime,
    kernelName,
    ({ images }, { alignCorners, halfPixelCenters = false, size: [oh, ow] }) => {
      const [batch, h, w, c] = images.shape as [number, number, number, number];
      const y = runtime.output([batch, oh, ow, c]);
      const pixels = images.dtype === "float32" ? images : call("Cast", { x: images }, { dtype: "float32" });
      const columns = 12 * ow;
      const sizes = { h, w, c, oh, ow, bilinear };
      const centers = { alignCorners: Number(alignCorners), halfPixels: Number(halfPixelCenters) };
      if (h > 0 && w > 0)
        runtime.run("resize", batch * oh, { ...sizes, ...centers, x: runtime.input(pixels), y: y.address }, columns);
      if (pixels !== images) free([pixels]);
      return y.info;
    },
    { types: "any" },
  );
}

function backward(runtime: Runtime, kernelName: string, bilinear: number): KernelConfig {
  return kernel<{ images: TensorInfo; dy: TensorInfo }, Attributes>(
    runtime,
    kernelName,
    ({ images, dy }, { alignCorners, halfPixelCenters = false }) => {
      const [batch, h, w, c] = images.shape as [number, number, number, number];
      const dx = runtime.output(images.shape);
      runtime.run("resizeGradient", batch, {
        h,
        w,
        c,
        oh: dy.shape[1]!,
        ow: dy.shape[2]!,
        bilinear,
        alignCorners: Number(alignCorners),
        halfPixels: Number(halfPixelCenters),
        dy: runtime.input(dy),
        dx: dx.address,
      });
      return dx.info;
    },
    { types: "any" }, // images may be integers; dy is float32
  );
}
