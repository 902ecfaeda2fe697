export { Constant, Ones, Zeros } from "./constant.ts";
export { GlorotNormal, GlorotUniform } from "./glorot.ts";
export { HeNormal, HeUniform } from "./he.ts";
export { Identity } from "./identity.ts";
export { LecunNormal, LecunUniform } from "./lecun.ts";
export { Orthogonal } from "./orthogonal.ts";
export { RandomNormal, RandomUniform, TruncatedNormal } from "./random.ts";
export { STFT } from "./stft.ts";
export { VarianceScaling } from "./variance-scaling.ts";
