export { isTensor, type KerasTensor, Slice, type Tensor, type TensorLike } from "@hornbeam/core";
export type { BinaryOp, UnaryOp } from "./_define.ts";
export { array, copy, size } from "./core/arrays.ts";
export { associativeScan } from "./core/associative-scan.ts";
export { cond, switchCase, switchCase as switch } from "./core/branches.ts";
export { cast } from "./core/cast.ts";
export { convertToNumpy, convertToTensor, dtype, ndim, shape, tensor } from "./core/convert.ts";
export { customGradient } from "./core/custom-gradient.ts";
export { getItem, type Key, type KeyPart } from "./core/get-item.ts";
export { foriLoop, whileLoop } from "./core/loops.ts";
export { map } from "./core/map.ts";
export { rearrange } from "./core/rearrange.ts";
export { saturateCast } from "./core/saturate-cast.ts";
export { scan } from "./core/scan.ts";
export { scatter, scatterUpdate } from "./core/scatter.ts";
export { slice } from "./core/slice.ts";
export { sliceUpdate } from "./core/slice-update.ts";
export { stopGradient } from "./core/stop-gradient.ts";
export { vectorizedMap } from "./core/vectorized-map.ts";
export { resultType, type WeakDType } from "./dtypes.ts";
export * as image from "./image/index.ts";
export { cholesky, choleskyInverse } from "./linalg/cholesky.ts";
export { det, logdet, slogdet } from "./linalg/determinant.ts";
export { eig, eigh } from "./linalg/eigen.ts";
export { jvp } from "./linalg/jvp.ts";
export { luFactor } from "./linalg/lu-factor.ts";
export { norm } from "./linalg/norm.ts";
export { lstsq, matrixRank, pinv } from "./linalg/pseudo-inverse.ts";
export { qr } from "./linalg/qr.ts";
export { inv, solve } from "./linalg/solve.ts";
export { solveTriangular } from "./linalg/solve-triangular.ts";
export { svd } from "./linalg/svd.ts";
export { cdist, psnr } from "./math/distances.ts";
export { erfc, erfinv } from "./math/erf.ts";
export { extractSequences } from "./math/extract-sequences.ts";
export { fft, fft2, ifft2, irfft, rfft } from "./math/fft.ts";
export { inTopK } from "./math/in-top-k.ts";
export { segmentMax, segmentMin, segmentProd } from "./math/segment-extremes.ts";
export { segmentSum } from "./math/segment-sum.ts";
export { squaredDifference } from "./math/squared-difference.ts";
export { istft, stft } from "./math/stft.ts";
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
export { adaptiveAveragePool, adaptiveMaxPool } from "./nn/adaptive-pool.ts";
export { type DotProductAttentionOptions, dotProductAttention } from "./nn/attention.ts";
export { type BatchNormalizationOptions, batchNormalization } from "./nn/batch-normalization.ts";
export { type ConvOptions, conv } from "./nn/conv.ts";
export { convTranspose } from "./nn/conv-transpose.ts";
export { binaryCrossentropy, categoricalCrossentropy, sparseCategoricalCrossentropy } from "./nn/crossentropy.ts";
export { ctcDecode } from "./nn/ctc-decode.ts";
export { ctcLoss } from "./nn/ctc-loss.ts";
export { depthToSpace, spaceToDepth } from "./nn/depth-space.ts";
export { depthwiseConv, separableConv } from "./nn/depthwise-conv.ts";
export { fold, unfold } from "./nn/fold.ts";
export { layerNormalization, rmsNormalization } from "./nn/layer-normalization.ts";
export { moments } from "./nn/moments.ts";
export { multiHot } from "./nn/multi-hot.ts";
export { normalize } from "./nn/normalize.ts";
export { oneHot } from "./nn/one-hot.ts";
export { averagePool, maxPool } from "./nn/pooling.ts";
export { celu, hardShrink, hardTanh, softShrink, squareplus, tanhShrink, threshold } from "./nn/shrinkage.ts";
export { logSoftmax, sigmoid, softmax } from "./nn/softmax.ts";
export { glu, sparsemax, sparsePlus, sparseSigmoid } from "./nn/sparse.ts";
export { cbrt, deg2rad, hypot, rad2deg, sinc } from "./numpy/angles.ts";
export { argpartition } from "./numpy/argpartition.ts";
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
export { fmax, fmin, fmod, heaviside, ldexp, logaddexp2 } from "./numpy/arithmetic-of-c.ts";
export {
  bitwiseAnd,
  bitwiseInvert,
  bitwiseLeftShift,
  bitwiseNot,
  bitwiseOr,
  bitwiseRightShift,
  bitwiseXor,
  leftShift,
  rightShift,
} from "./numpy/bitwise.ts";
export { allclose, isclose, isin, isneginf, isposinf, isreal, signbit } from "./numpy/closeness.ts";
export { equal, greater, greaterEqual, less, lessEqual, notEqual } from "./numpy/comparison.ts";
export { angle, conj, conjugate, imag, polar, real, viewAsComplex, viewAsReal } from "./numpy/complex.ts";
export { concatenate, stack } from "./numpy/concatenate.ts";
export { corrcoef, correlate } from "./numpy/correlation.ts";
export { countNonzero } from "./numpy/count-nonzero.ts";
export { bincount, digitize, searchsorted } from "./numpy/counting.ts";
export { arange, type DTypeOption, empty, eye, full, ones, zeros } from "./numpy/creation.ts";
export { cumprod, cumsum } from "./numpy/cumulative.ts";
export { diag, diagflat, diagonal, identity, trace, tri, tril, triu } from "./numpy/diagonals.ts";
export { gcd, lcm } from "./numpy/divisors.ts";
export { einsum } from "./numpy/einsum.ts";
export {
  abs,
  absolute,
  ceil,
  clip,
  fabs,
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
export { histogram } from "./numpy/histogram.ts";
export { i0 } from "./numpy/i0.ts";
export { emptyLike, fullLike, onesLike, zerosLike } from "./numpy/like.ts";
export { type LinspaceOptions, linspace } from "./numpy/linspace.ts";
export { isfinite, isinf, isnan, logicalAnd, logicalNot, logicalOr, logicalXor } from "./numpy/logical.ts";
export { matmul } from "./numpy/matmul.ts";
export { meshgrid } from "./numpy/meshgrid.ts";
export {
  nanargmax,
  nanargmin,
  nancumprod,
  nancumsum,
  nanmax,
  nanmean,
  nanmin,
  nanprod,
  nanstd,
  nansum,
  nanToNum,
  nanvar,
} from "./numpy/nan.ts";
export { nanmedian, nanpercentile, nanquantile } from "./numpy/nan-quantiles.ts";
export { nextafter } from "./numpy/nextafter.ts";
export { type PadMode, type PadWidth, pad } from "./numpy/pad.ts";
export { prod } from "./numpy/prod.ts";
export { median, percentile, quantile } from "./numpy/quantiles.ts";
export { all, any, logsumexp, mean, std, sum, variance, variance as var } from "./numpy/reductions.ts";
export { broadcastTo, repeat, tile } from "./numpy/repeat.ts";
export { ravel, reshape } from "./numpy/reshape.ts";
export { select } from "./numpy/select.ts";
export { argsort, sort, topK } from "./numpy/sort.ts";
export { geomspace, type LogspaceOptions, logspace, vander } from "./numpy/spaced.ts";
export { split, unstack } from "./numpy/split.ts";
export { arraySplit, dsplit, hsplit, vsplit } from "./numpy/splitting.ts";
export { append, dstack, hstack, vstack } from "./numpy/stacking.ts";
export { amax, amin, average, diff, ptp, trapezoid } from "./numpy/statistics.ts";
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
export { fliplr, flipud, rot90, unravelIndex } from "./numpy/turning.ts";
export { unique } from "./numpy/unique.ts";
export { vectorize } from "./numpy/vectorize.ts";
export { cross, inner, kron, outer, vdot } from "./numpy/vectors.ts";
export { view } from "./numpy/view.ts";
export { nonzero, where } from "./numpy/where.ts";
export { bartlett, blackman, hamming, hanning, kaiser } from "./numpy/windows.ts";
