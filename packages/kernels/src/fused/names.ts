/** Names of the kernels that TensorFlow.js does not know. */
export const fusedDenseName = "HornbeamDense";
export const fusedConv2dName = "HornbeamConv2D";
export const fusedDepthwiseConv2dName = "HornbeamDepthwiseConv2D";
export const activationGradientName = "HornbeamActivationGradient";
export const sparseSoftmaxCrossEntropyName = "HornbeamSparseSoftmaxCrossEntropy";
export const crossEntropyName = "HornbeamCrossEntropy";
export const binaryCrossEntropyName = "HornbeamBinaryCrossEntropy";
export const crossEntropyLossName = "HornbeamCrossEntropyLoss";
export const scaleByNumbersName = "HornbeamScaleByNumbers";
export const recurrentName = "HornbeamRecurrent";
export const recurrentGradientName = "HornbeamRecurrentGradient";
export const attentionName = "HornbeamAttention";
export const attentionGradientName = "HornbeamAttentionGradient";
export const softmaxGradientName = "HornbeamSoftmaxGradient";
export const layerNormName = "HornbeamLayerNorm";
export const layerNormGradientName = "HornbeamLayerNormGradient";
export const biasActivationName = "HornbeamBiasActivation";
export const groupNormName = "HornbeamGroupNorm";
export const groupNormGradientName = "HornbeamGroupNormGradient";
export const batchNormName = "HornbeamBatchNorm";
export const batchNormGradientName = "HornbeamBatchNormGradient";
export const unaryName = "HornbeamUnary";
export const unaryGradientName = "HornbeamUnaryGradient";
export const transformGradientName = "HornbeamTransformGradient";
export const orderName = "HornbeamOrder";
export const signBitName = "HornbeamSignBit";
export const bitwiseNames = {
  and: "BitwiseAnd",
  or: "HornbeamBitwiseOr",
  xor: "HornbeamBitwiseXor",
  left: "HornbeamLeftShift",
  right: "HornbeamRightShift",
} as const;
export const divideNoNanName = "HornbeamDivideNoNan";
export const scaleRowsName = "HornbeamScaleRows";
export const randomUniformName = "HornbeamRandomUniform";
export const randomNormalName = "HornbeamRandomNormal";
export const randomIntegersName = "HornbeamRandomIntegers";
export const dropoutName = "HornbeamDropout";

/** Activations that fused kernels apply on the way out. */
export type FusedActivation = "linear" | "relu" | "relu6";
