import { clone, engine, keep, type Tensor } from "@hornbeam/kernels/tfjs";

const logitsOf = new WeakMap<Tensor, Tensor>();

/**
 * Notes what a probability was made of, for a crossentropy that is to be differentiated: from logits it is exact where
 * the probability is so near 0 or 1 that nothing could be learnt from it. They are freed with the probability.
 */
export function rememberLogits(probability: Tensor, logits: Tensor): Tensor {
  // only a gradient tape keeps what it will need anyhow
  if (!isTaping()) return probability;
  const own = keep(clone(logits));
  logitsOf.set(probability, own);
  const dispose = probability.dispose;
  probability.dispose = () => {
    dispose.call(probability);
    if (!own.isDisposed) own.dispose();
  };
  return probability;
}

/** What a probability was made of, if it was noted. */
export function rememberedLogits(probability: Tensor): Tensor | undefined {
  return logitsOf.get(probability);
}

function isTaping(): boolean {
  return engine().state.activeTape != null;
}
