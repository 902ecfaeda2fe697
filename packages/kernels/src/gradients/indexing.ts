import {
  add,
  type GradConfig,
  gatherND,
  range,
  reshape,
  scatterND,
  stridedSlice,
  type Tensor,
  type Tensor1D,
  tensorScatterUpdate,
  transpose,
  unsortedSegmentSum,
  util,
  zeros,
  zerosLike,
} from "@hornbeam/kernels/tfjs";

/** Gradients of reading and writing by index. TensorFlow.js has none for most of these; that of `gather` fails with batch axes. */
export function indexingGradients(): GradConfig[] {
  return [gather, gatherNd, scatterNd, tensorScatter, strided, topK];
}

/** Adds `dy` to zeros of `shape` at the flat `positions`. */
function scatter(dy: Tensor, positions: Tensor, shape: readonly number[]): Tensor {
  return reshape(
    unsortedSegmentSum(reshape(dy, [-1]), reshape(positions, [-1]) as Tensor1D, util.sizeFromShape([...shape])),
    [...shape],
  );
}

/** The flat position of every element of a tensor of `shape`. */
function positionsOf(shape: readonly number[]): Tensor {
  return reshape(range(0, util.sizeFromShape([...shape]), 1, "int32"), [...shape]);
}

const gather: GradConfig = {
  kernelName: "GatherV2",
  inputsToSave: ["x", "indices"],
  gradFunc: (dy, saved, attrs) => {
    const [x, indices] = saved as [Tensor, Tensor];
    const { axis, batchDims = 0 } = attrs as unknown as { axis: number; batchDims?: number };
    const along = util.parseAxisParam(axis, x.shape)[0]!;
    const length = x.shape[along]!;
    return {
      x: () => {
        // to [batch, ids, outer and inner], where the ids of batch b are moved to rows of their own
        const batch = util.sizeFromShape(x.shape.slice(0, batchDims));
        const outer = util.sizeFromShape(x.shape.slice(batchDims, along));
        const inner = util.sizeFromShape(x.shape.slice(along + 1));
        const count = indices.size / batch;
        const rows = transpose(reshape(dy as Tensor, [batch, outer, count, inner]), [0, 2, 1, 3]);
        const offsets =
          batch === 1
            ? indices
            : add(reshape(indices, [batch, count]), reshape(range(0, batch * length, length, "int32"), [batch, 1]));
        const sums = unsortedSegmentSum(
          reshape(rows, [batch * count, outer * inner]),
          reshape(offsets, [-1]) as Tensor1D,
          batch * length,
        );
        return reshape(transpose(reshape(sums, [batch, length, outer, inner]), [0, 2, 1, 3]), x.shape);
      },
      indices: () => zeros(indices.shape),
    };
  },
};

const gatherNd: GradConfig = {
  kernelName: "GatherNd",
  inputsToSave: ["params", "indices"],
  gradFunc: (dy, saved) => {
    const [params, indices] = saved as [Tensor, Tensor];
    return {
      params: () => scatterND(indices, dy as Tensor, params.shape as [number]),
      indices: () => zeros(indices.shape),
    };
  },
};

const scatterNd: GradConfig = {
  kernelName: "ScatterNd",
  inputsToSave: ["indices"],
  gradFunc: (dy, saved) => {
    const [indices] = saved as [Tensor];
    return { updates: () => gatherND(dy as Tensor, indices), indices: () => zeros(indices.shape) };
  },
};

const tensorScatter: GradConfig = {
  kernelName: "TensorScatterUpdate",
  inputsToSave: ["indices", "updates"],
  gradFunc: (dy, saved) => {
    const [indices, updates] = saved as [Tensor, Tensor];
    return {
      tensor: () => tensorScatterUpdate(dy as Tensor, indices, zerosLike(updates)),
      updates: () => gatherND(dy as Tensor, indices),
      indices: () => zeros(indices.shape),
    };
  },
};

/** The positions that a strided slice reads are the strided slice of the positions. */
const strided: GradConfig = {
  kernelName: "StridedSlice",
  inputsToSave: ["x"],
  gradFunc: (dy, saved, attrs) => {
    const [x] = saved as [Tensor];
    const a = attrs as unknown as {
      begin: number[];
      end: number[];
      strides: number[];
      beginMask: number;
      endMask: number;
      ellipsisMask: number;
      newAxisMask: number;
      shrinkAxisMask: number;
    };
    return {
      x: () => {
        const read = stridedSlice(
          positionsOf(x.shape),
          a.begin,
          a.end,
          a.strides,
          a.beginMask,
          a.endMask,
          a.ellipsisMask,
          a.newAxisMask,
          a.shrinkAxisMask,
        );
        return scatter(dy as Tensor, read, x.shape);
      },
    };
  },
};

const topK: GradConfig = {
  kernelName: "TopK",
  inputsToSave: ["x"],
  outputsToSave: [false, true],
  gradFunc: (dy, saved) => {
    const [x, indices] = saved as [Tensor, Tensor];
    const [values] = dy as unknown as Tensor[]; // one gradient an output
    const length = x.shape.at(-1)!;
    const k = indices.shape.at(-1)!;
    const rows = x.size / length;
    return {
      x: () => {
        const starts = reshape(range(0, x.size, length, "int32"), [rows, 1]);
        return scatter(values!, add(reshape(indices, [rows, k]), starts), x.shape);
      },
    };
  },
};
