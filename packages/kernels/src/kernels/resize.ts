import type { KernelConfig, TensorInfo } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

/** Gradients of resizing: stock WASM gives wrong ones for the nearest neighbour, and wrong shapes for images that are not square. */
export function resizeKernels(runtime: Runtime): KernelConfig[] {
  return [resize(runtime, "ResizeNearestNeighborGrad", 0), resize(runtime, "ResizeBilinearGrad", 1)];
}

function resize(runtime: Runtime, kernelName: string, bilinear: number): KernelConfig {
  type Attributes = { alignCorners: boolean; halfPixelCenters?: boolean };
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
