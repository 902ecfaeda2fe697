export { type KerasTensor, Slice, type Tensor, type TensorLike } from "@hornbeam/core";
export type { BinaryOp, UnaryOp } from "./_define.ts";
export { cast } from "./core/cast.ts";
export { convertToNumpy, convertToTensor, dtype, ndim, shape, tensor } from "./core/convert.ts";
export { getItem, type Key, type KeyPart } from "./core/get-item.ts";
export { slice } from "./core/slice.ts";
export { sliceUpdate } from "./core/slice-update.ts";
export { stopGradient } from "./core/stop-gradient.ts";
export { resultType, type WeakDType } from "./dtypes.ts";
export { segmentSum } from "./math/segment-sum.ts";
export { squaredDifference } from "./math/squared-difference.ts";
export {
  elu,
  gelu,
  hardSigmoid,
  hardSilu,
  hardSwish,
  leakyRelu,
  logSigmoid,
  relu,
  relu6,
  selu,
  silu,
  softplus,
  softsign,
  swish,
} from "./nn/activations.ts";
export { type BatchNormalizationOptions, batchNormalization } from "./nn/batch-normalization.ts";
export { type ConvOptions, conv } from "./nn/conv.ts";
export { convTranspose } from "./nn/conv-transpose.ts";
export { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from "./nn/crossentropy.ts";
export { depthwiseConv, separableConv } from "./nn/depthwise-conv.ts";
export { layerNormalization, rmsNormalization } from "./nn/layer-normalization.ts";
export { moments } from "./nn/moments.ts";
export { normalize } from "./nn/normalize.ts";
export { oneHot } from "./nn/one-hot.ts";
export { averagePool, maxPool } from "./nn/pooling.ts";
export { celu, hardShrink, hardTanh, softShrink, squareplus, tanhShrink, threshold } from "./nn/shrinkage.ts";
export { logSoftmax, sigmoid, softmax } from "./nn/softmax.ts";
export { glu, sparsemax, sparsePlus, sparseSigmoid } from "./nn/sparse.ts";
export {
  add,
  arctan2,
  divide,
  divideNoNan,
  floorDivide,
  maximum,
  minimum,
  mod,
  multiply,
  power,
  subtract,
  trueDivide,
} from "./numpy/arithmetic.ts";
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from "./numpy/comparison.ts";
export { concatenate, stack } from "./numpy/concatenate.ts";
export { countNonzero } from "./numpy/count-nonzero.ts";
export { arange, type DTypeOption, eye, full, ones, zeros } from "./numpy/creation.ts";
export { cumprod, cumsum } from "./numpy/cumulative.ts";
export { einsum } from "./numpy/einsum.ts";
export {
  abs,
  absolute,
  ceil,
  clip,
  floor,
  negative,
  reciprocal,
  round,
  sign,
  square,
  trunc,
} from "./numpy/elementwise.ts";
export { expandDims, squeeze } from "./numpy/expand-squeeze.ts";
export { erf, exp, exp2, expm1, log, log1p, log2, log10, logaddexp, rsqrt, sqrt } from "./numpy/exponential.ts";
export { argmax, argmin, max, min } from "./numpy/extremes.ts";
export { flip, roll } from "./numpy/flip.ts";
export { fullLike, onesLike, zerosLike } from "./numpy/like.ts";
export { type LinspaceOptions, linspace } from "./numpy/linspace.ts";
export { isfinite, isinf, isnan, logicalAnd, logicalNot, logicalOr, logicalXor } from "./numpy/logical.ts";
export { matmul } from "./numpy/matmul.ts";
export { meshgrid } from "./numpy/meshgrid.ts";
export { type PadMode, type PadWidth, pad } from "./numpy/pad.ts";
export { prod } from "./numpy/prod.ts";
export { all, any, logsumexp, mean, std, sum, variance, variance as var } from "./numpy/reductions.ts";
export { broadcastTo, repeat, tile } from "./numpy/repeat.ts";
export { ravel, reshape } from "./numpy/reshape.ts";
export { argsort, sort, topK } from "./numpy/sort.ts";
export { split, unstack } from "./numpy/split.ts";
export { take, takeAlongAxis } from "./numpy/take.ts";
export { dot, tensordot } from "./numpy/tensordot.ts";
export { moveaxis, swapaxes, transpose } from "./numpy/transpose.ts";
export {
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctanh,
  cos,
  cosh,
  sin,
  sinh,
  tan,
  tanh,
} from "./numpy/trigonometric.ts";
export { nonzero, where } from "./numpy/where.ts";
