import type { Command } from "../../abi.ts";
import type { Instruction } from "../instruction.ts";
import type { Linked } from "../link.ts";
import type { Place, Region } from "../region.ts";
import { wordOf } from "./command-words.ts";
import { placesOf } from "./rewrite.ts";

/** Arguments that a command writes; it only reads the others. Of commands that are not here, any may be written. */
export const outputs: { readonly [C in Command]?: readonly string[] } = {
  gemm: ["c"],
  batchGemm: ["c"],
  packPanels: ["panels"],
  packFilter: ["panels"],
  packFlippedFilter: ["panels"],
  pad: ["y"],
  conv2d: ["y"],
  conv2dFilterGradient: ["dw"],
  convPatches: ["y"],
  convPatchesInputGradient: ["dx"],
  convPatchesFilterGradient: ["gradients"],
  winogradFilter: ["planes"],
  winograd: ["y"],
  winogradFilterGradient: ["sums"],
  winogradFilterGradientEnd: ["dw"],
  depthwise: ["y"],
  flipTaps: ["y"],
  depthwiseInputGradient: ["dx"],
  depthwiseFilterGradient: ["sums"],
  maxPool: ["y"],
  maxPoolGradient: ["dx"],
  averagePool: ["y"],
  averagePoolGradient: ["dx"],
  maxPool3d: ["y"],
  averagePool3d: ["y"],
  layerNormGradient: ["dx", "gammas", "betas"],
  groupNormGradient: ["dx", "gammas", "betas"],
  columnMoments: ["moments"],
  joinMoments: ["mean", "variance"],
  columnNorm: ["y"],
  columnNormSums: ["gammas", "betas"],
  columnNormGradient: ["dx"],
  activationGradient: ["dx", "sums"],
  sumRows: ["y"],
  scaleBy: ["y"],
  scaleByNumbers: ["y"],
  scaleRows: ["y"],
  lossRows: ["losses", "counted", "difference"],
  lossEnd: ["total", "scale"],
  lstm: ["y", "h", "c", "gates", "hs", "cs"],
  gru: ["y", "h", "gates", "hs", "parts"],
  simpleRnn: ["y", "h", "values", "hs"],
  attention: ["y", "probabilities"],
  layerNorm: ["y", "means", "factors"],
  groupNorm: ["y", "means", "factors"],
  softmax: ["y"],
  softmaxGradient: ["dx"],
  biasActivation: ["y"],
  unary: ["y"],
  unaryGradient: ["dx"],
  unaryWith: ["y"],
  unaryIntegers: ["y"],
  binary: ["y"],
  compare: ["y"],
  logic: ["y"],
  scan: ["y"],
  cast: ["y"],
  move: ["y"],
  fill: ["y"],
  select: ["y"],
  places: ["y"],
  oneHot: ["y"],
  bincount: ["y"],
  reduce: ["y"],
  reduceBytes: ["y"],
  argReduce: ["y"],
  gather: ["y"],
  outside: ["found"],
  copy: ["y"],
  resize: ["y"],
  transform: ["y"],
  transformGradient: ["dx", "dt"],
  sgd: ["w", "velocity"],
  adam: ["w", "m", "v", "largest"],
  rmsprop: ["w", "velocity", "momenta", "average"],
  adagrad: ["w", "sums"],
  adadelta: ["w", "gradients", "steps"],
  adamax: ["w", "m", "norm"],
  nadam: ["w", "m", "v"],
  lion: ["w", "m"],
  ftrl: ["w", "sums", "linear"],
  scheduleFreeAdam: ["w", "point", "v"],
  decay: ["w"],
  average: ["mean"],
  countUp: ["count"],
  stepPower: ["y"],
  correctedRate: ["y"],
};

/** Places that an instruction writes, if that is known of it. */
export function outputsOf(instruction: Instruction): Place[] | undefined {
  if (instruction.kind !== "command") return undefined;
  const { command, places } = instruction;
  return outputs[command]?.flatMap((name) => places.get(wordOf(command, name)) ?? []);
}

/** Whether an instruction leaves a region as it is. */
export function keeps(instruction: Instruction, region: Region): boolean {
  return (outputsOf(instruction) ?? placesOf(instruction)).every((place) => place.region !== region);
}

/** Numbers of the instructions that refer to each region. */
export function usesOf({ instructions }: Linked): ReadonlyMap<Region, readonly number[]> {
  const uses = new Map<Region, number[]>();
  instructions.forEach((instruction, i) => {
    for (const region of new Set(placesOf(instruction).map((place) => place.region))) {
      const known = uses.get(region);
      if (known) known.push(i);
      else uses.set(region, [i]);
    }
  });
  return uses;
}
