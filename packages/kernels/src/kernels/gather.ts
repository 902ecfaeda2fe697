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
        check(runtime, ids, count * batchSize, dimSize);
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

/** Parts of many ids, whose ranges threads may share. */
const parts = 8;

/** Refuses ids that are not in [0, length); where there are many, a kernel looks before the host does. */
function check(runtime: Runtime, ids: number, count: number, length: number): void {
  const look = ([at]: readonly number[]) => refuse(new Int32Array(runtime.bytes.buffer, at, count), length);
  if (count < 512) {
    runtime.onHost([ids], look);
    return;
  }
  const found = runtime.workspace(4 * parts);
  runtime.run("outside", parts, { count, parts, length, ids, found });
  runtime.onHost([found, ids], ([words, at]) => {
    if (new Int32Array(runtime.bytes.buffer, words, parts).includes(1)) look([at!]);
  });
}

function refuse(ids: Int32Array, length: number): void {
  for (const id of ids) {
    if (id < 0 || id >= length)
      throw new KernelError(`Cannot gather: indices must be in [0, ${length}), received ${id}`);
  }
}
