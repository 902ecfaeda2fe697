import * as tf from "@hornbeam/kernels/tfjs";

type Inputs = Record<string, tf.Tensor> | tf.Tensor[];

/** A kernel with what it is tried on. */
export interface WalkCase {
  readonly title: string;
  readonly kernel: string;
  readonly inputs: Inputs;
  readonly attrs?: object;
}

/** Cases that stock kernels must not be given: they write past the tensor, over what the allocator keeps there, and all fails from then on. */
export const overruns: ReadonlySet<string> = new Set(["Select, bool"]);

/** Elements of most inputs. */
export const elements = 32 * 28 * 28 * 64;

/** Kernels that the walk leaves out, and why. */
export const leftOut: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["StringNGrams", "StringSplit", "StringToHashBucketFast"].map((name) => [name, "works on strings"]),
  ),
  ...Object.fromEntries(["Reshape", "ExpandDims", "Identity"].map((name) => [name, "moves nothing"])),
  ...Object.fromEntries(
    [
      "_FusedMatMul", "BatchMatMul", "Conv2D", "Conv2DBackpropInput", "Conv3D", "Conv3DBackpropFilterV2", "Conv3DBackpropInputV2",
      "DepthwiseConv2dNative", "FusedConv2D", "FusedDepthwiseConv2D", "AvgPool", "AvgPool3D", "AvgPool3DGrad", "AvgPoolGrad", "MaxPool",
      "MaxPool3D", "MaxPool3DGrad", "MaxPoolGrad", "Einsum",
    ].map((name) => [name, "is timed by kernels.ts"]),
  ), // biome-ignore format: a list
  ...Object.fromEntries(
    [
      "BroadcastArgs", "CropAndResize", "Dilation2D", "Dilation2DBackpropFilter", "Dilation2DBackpropInput", "LinSpace", "LRN", "LRNGrad",
      "MaxPoolWithArgmax", "Multinomial", "NonMaxSuppressionV3", "NonMaxSuppressionV4", "NonMaxSuppressionV5", "Range", "RotateWithOffset",
      "SearchSorted", "SparseFillEmptyRows", "SparseReshape", "SparseSegmentMean", "SparseSegmentSum", "SparseToDense", "Diag",
      "FusedBatchNorm", "FlipLeftRight",
    ].map((name) => [name, "is called by no op or layer"]),
  ), // biome-ignore format: a list
};

/** One case or several of every kernel that moves data or works element by element. */
export function walkCases(): WalkCase[] {
  const shape = [32, 28, 28, 64];
  const x = tf.randomUniform(shape, -2, 2);
  const b = tf.randomUniform(shape, -2, 2);
  const unit = tf.randomUniform(shape, -1, 1);
  const positive = tf.randomUniform(shape, 1, 3);
  const integers = tf.cast(tf.randomUniform(shape, -99, 99), "int32");
  const divisors = tf.cast(tf.randomUniform(shape, 1, 9), "int32");
  const bools = tf.greater(x, 0);
  const others = tf.greater(b, 0);
  const row = tf.randomUniform([64], -1, 1);
  const one = tf.scalar(0.5);
  const matrix = tf.reshape(x, [25088, 64]) as tf.Tensor2D;
  const segments = tf.cast(tf.randomUniform([25088], 0, 1000), "int32");
  const places = tf.reshape(segments, [25088, 1]);
  const flat = tf.cast(tf.randomUniform([elements], 0, 1000), "int32");

  const cases: WalkCase[] = [];
  const add = (kernel: string, inputs: Inputs, attrs?: object, of = ""): void => {
    cases.push({ title: of ? `${kernel}, ${of}` : kernel, kernel, inputs, ...(attrs && { attrs }) });
  };
  const unary = "Abs Atan Asinh Ceil Cos Cosh Elu Erf Exp Expm1 Floor IsFinite IsInf IsNan Neg OnesLike Reciprocal Relu Relu6 Round Selu Sigmoid Sign Sin Sinh Softplus Square Tan Tanh ZerosLike"; // biome-ignore format: a list
  for (const name of unary.split(" ")) add(name, { x });
  for (const name of ["Acos", "Asin", "Atanh"]) add(name, { x: unit });
  for (const name of ["Acosh", "Log", "Log1p", "Rsqrt", "Sqrt"]) add(name, { x: positive });
  for (const name of ["Abs", "Neg", "Sign", "Square"]) add(name, { x: integers }, {}, "int32");
  add("Sin", { x: tf.mul(x, 1e6) }, {}, "huge");
  add("EluGrad", { dy: x, y: b });
  add("LogicalNot", { x: bools });
  add("Step", { x }, { alpha: 0 });
  add("LeakyRelu", { x }, { alpha: 0.2 });
  add("Prelu", { x, alpha: row });
  add("ClipByValue", { x }, { clipValueMin: -1, clipValueMax: 1 });
  add("ClipByValue", { x: integers }, { clipValueMin: -9, clipValueMax: 9 }, "int32");
  for (const [source, name] of [[x, "float32"], [integers, "int32"], [bools, "bool"]] as const) {
    for (const dtype of ["float32", "int32", "bool"]) if (dtype !== name) add("Cast", { x: source }, { dtype }, `${name} to ${dtype}`);
  } // biome-ignore format: pairs
  for (const name of "Add Sub Multiply RealDiv Maximum Minimum SquaredDifference Atan2 Mod FloorDiv".split(" ")) {
    add(name, { a: x, b });
    add(name, { a: x, b: row }, {}, "a row");
  }
  add("Pow", { a: positive, b });
  add("Pow", { a: positive, b: one }, {}, "a scalar");
  for (const name of ["Add", "Multiply", "FloorDiv", "Mod"]) add(name, { a: integers, b: divisors }, {}, "int32");
  for (const name of "Equal NotEqual Less LessEqual Greater GreaterEqual".split(" ")) add(name, { a: x, b });
  for (const name of "LogicalAnd LogicalOr LogicalXor".split(" ")) add(name, { a: bools, b: others });
  add("LogicalAnd", { a: bools, b: tf.greater(row, 0) }, {}, "a row");
  add("BitwiseAnd", { a: integers, b: divisors });
  add("Select", { condition: bools, t: x, e: b });
  add("Select", { condition: bools, t: bools, e: others }, {}, "bool");
  for (const name of ["Sum", "Mean", "Max", "Min", "Prod"]) {
    add(name, { x }, { axis: [3], reductionIndices: [3] }, "last axis");
    add(name, { x }, { axis: [0], reductionIndices: [0] }, "first axis");
    add(name, { x }, { axis: [0, 1, 2, 3], reductionIndices: [0, 1, 2, 3] }, "all axes");
  }
  for (const name of ["ArgMax", "ArgMin"]) {
    add(name, { x }, { axis: 3 }, "last axis");
    add(name, { x }, { axis: 0 }, "first axis");
  }
  for (const name of ["All", "Any"]) {
    add(name, { x: bools }, { axis: [3] }, "last axis");
    add(name, { x: bools }, { axis: [0] }, "first axis");
  }
  for (const name of ["Cumsum", "Cumprod"]) {
    add(name, { x: positive }, { axis: 3, exclusive: false, reverse: false }, "last axis");
    add(name, { x: positive }, { axis: 0, exclusive: false, reverse: false }, "first axis");
    add(name, { x: tf.reshape(positive, [-1]) }, { axis: 0, exclusive: false, reverse: false }, "one axis");
  }
  add("Softmax", { logits: x }, { dim: 3 });
  add("Concat", [x, b], { axis: 3 });
  add("Pack", [x, b], { axis: 1 });
  add("AddN", [x, b, unit]);
  add("SplitV", { x }, { numOrSizeSplits: 4, axis: 3 });
  add("Unpack", { value: x }, { axis: 1 });
  add("Slice", { x }, { begin: [0, 0, 0, 16], size: [32, 28, 28, 32] });
  add("StridedSlice", { x }, { begin: [0, 0, 0, 0], end: shape, strides: [1, 2, 2, 1], beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 }); // biome-ignore format: attributes
  add("Reverse", { x }, { dims: [3] }, "last axis");
  add("Reverse", { x }, { dims: [1] }, "an axis");
  add("Tile", { x: row }, { reps: [25088] });
  add("Tile", { x: tf.reshape(segments, [25088, 1]) }, { reps: [1, 64] }, "a column");
  add("Transpose", { x: matrix }, { perm: [1, 0] });
  add("Transpose", { x }, { perm: [0, 3, 1, 2] }, "channels first");
  add("PadV2", { x }, { paddings: [[0, 0], [1, 1], [1, 1], [0, 0]], constantValue: 0 }); // biome-ignore format: pairs
  add("MirrorPad", { x }, { paddings: [[0, 0], [1, 1], [1, 1], [0, 0]], mode: "reflect" }); // biome-ignore format: pairs
  add("SpaceToBatchND", { x }, { blockShape: [2, 2], paddings: [[0, 0], [0, 0]] }); // biome-ignore format: pairs
  add("BatchToSpaceND", { x }, { blockShape: [2, 2], crops: [[0, 0], [0, 0]] }); // biome-ignore format: pairs
  add("DepthToSpace", { x }, { blockSize: 2, dataFormat: "NHWC" });
  add("Fill", {}, { shape, value: 3, dtype: "float32" });
  add("GatherV2", { x: matrix, indices: segments }, { axis: 0, batchDims: 0 }, "rows");
  add("GatherV2", { x: row, indices: tf.cast(tf.randomUniform([elements], 0, 63), "int32") }, { axis: 0, batchDims: 0 }, "single numbers"); // biome-ignore format: a case
  add("GatherNd", { params: matrix, indices: places });
  add("ScatterNd", { indices: places, updates: matrix }, { shape: [1000, 64] });
  add("TensorScatterUpdate", { tensor: matrix, indices: places, updates: matrix }, {});
  add("UnsortedSegmentSum", { x: matrix, segmentIds: segments }, { numSegments: 1000 });
  add("OneHot", { indices: segments }, { depth: 64, onValue: 1, offValue: 0, dtype: "float32" });
  add("Bincount", { x: flat, weights: tf.tensor1d([]) }, { size: 1000 });
  add("DenseBincount", { x: flat, weights: tf.tensor1d([]) }, { size: 1000, binaryOutput: false });
  add("TopK", { x: matrix }, { k: 5, sorted: true });
  add("Unique", { x: flat }, { axis: 0 });
  add("ResizeBilinear", { images: tf.slice(x, [0, 0, 0, 0], [8, 28, 28, 64]) }, { alignCorners: false, halfPixelCenters: true, size: [56, 56] }); // biome-ignore format: a case
  add("ResizeNearestNeighbor", { images: tf.slice(x, [0, 0, 0, 0], [8, 28, 28, 64]) }, { alignCorners: false, halfPixelCenters: true, size: [56, 56] }); // biome-ignore format: a case
  add("ResizeBilinearGrad", { images: tf.slice(x, [0, 0, 0, 0], [8, 28, 28, 64]), dy: tf.reshape(x, [8, 56, 56, 64]) }, { alignCorners: false, halfPixelCenters: true }); // biome-ignore format: a case
  add("ResizeNearestNeighborGrad", { images: tf.slice(x, [0, 0, 0, 0], [8, 28, 28, 64]), dy: tf.reshape(x, [8, 56, 56, 64]) }, { alignCorners: false }); // biome-ignore format: a case
  add("Transform", { image: tf.reshape(x, [32, 56, 28, 32]), transforms: tf.tile(tf.tensor2d([[1, 0.1, 2, 0.1, 1, 1, 0, 0]]), [32, 1]) }, { interpolation: "bilinear", fillMode: "reflect", fillValue: 0, outputShape: [56, 28] }); // biome-ignore format: a case
  return cases;
}
