import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

/** `UnsortedSegmentSum`: the gradient of `gather`, which stock WASM lacks, so that embeddings cannot be trained on it. */
export function segmentSumKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
      runtime,
      "UnsortedSegmentSum",
      ({ x, segmentIds }, { numSegments }) => {
        const rows = util.sizeFromShape(segmentIds.shape);
        const inner = x.shape.slice(segmentIds.shape.length);
        const y = runtime.output([numSegments, ...inner], x.dtype);
        runtime.run("segmentSum", numSegments, {
          rows,
          columns: util.sizeFromShape(inner),
          segments: numSegments,
          kind: x.dtype === "int32" ? 1 : 0,
          x: runtime.input(x),
          ids: runtime.input(segmentIds),
          y: y.address,
        });
        return y.info;
      },
      { types: ["float32", "int32"] },
    ),
  ];
}
