import { backend_util, type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { KernelError } from "../errors.ts";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

/** `GatherV2`: slices by number along an axis. Stock WASM gives wrong slices when there are batch axes. */
export function gatherKernels(runtime: Runtime): KernelConfig[] {
  return [
    kernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>(
      runtime,
      "GatherV2",
      ({ x, indices }, { axis, batchDims = 0 }) => {
        const [along] = util.parseAxisParam(axis, x.shape);
        const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
          backend_util.segment_util.collectGatherOpShapeInfo(
            x as Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>[0], // typed as a tensor, read as its shape
            indices as Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>[1],
            along!,
            batchDims,
          );
        const y = runtime.output(outputShape, x.dtype);
        const size = util.bytesPerElement(x.dtype) * sliceSize;
        const count = util.sizeFromShape(indices.shape) / batchSize;
        const ids = runtime.input(indices);
        const source = runtime.input(x);
        const found = runtime.workspace(8);
        runtime.run("outside", 1, { count: count * batchSize, least: 0, length: dimSize, ids, found });
        runtime.check(found, (id) => {
          throw new KernelError(`Cannot gather: indices must be in [0, ${dimSize}), received ${id}`);
        });
        for (let batch = 0; batch < batchSize; batch++) {
          runtime.run("gather", outerSize * count, {
            count,
            size,
            length: dimSize,
            x: source + batch * outerSize * dimSize * size,
            ids: ids + 4 * batch * count,
            y: y.address + batch * outerSize * count * size,
          });
        }
        return y.info;
      },
      { types: "any" },
    ),
  ];
}
