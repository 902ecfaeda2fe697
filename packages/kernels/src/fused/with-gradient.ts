import { engine, type GradConfig, type NamedTensorMap, type Tensor } from "@hornbeam/kernels/tfjs";

/** A function of several results with a gradient of its own. */
export interface WithGradient<I extends NamedTensorMap> {
  readonly inputs: I;
  /** Computes the results; `save` keeps what the gradient needs. */
  forward(save: (tensors: Tensor[]) => void): Tensor[];
  /** From the gradients of the results and what was saved to those of the inputs. */
  backward(dys: Tensor[], saved: Tensor[]): { [N in keyof I]?: () => Tensor };
}

/** A gradient that asks nothing of results that nothing depends on: it gets undefined for theirs, where others get zeros. */
export interface GradConfigOfSome extends GradConfig {
  readonly takesMissing: true;
}

interface Private {
  runKernelFunc(call: {
    readonly inputs: NamedTensorMap;
    forwardFunc(backend: unknown, save: (tensors: Tensor[]) => void): Tensor[];
    backwardsFunc(dy: Tensor | Tensor[], saved: Tensor[]): unknown;
  }): Tensor[];
}

/**
 * Runs a function whose results are recorded with its own gradient. Unlike `customGrad` it may have several, and what it saves
 * need not be a result, for which TensorFlow.js would make zeros on the way back.
 */
export function withGradient<I extends NamedTensorMap>({ inputs, forward, backward }: WithGradient<I>): Tensor[] {
  // public in the code of TensorFlow.js, private in its types
  return (engine() as unknown as Private).runKernelFunc({
    inputs,
    forwardFunc: (_, save) => forward(save),
    backwardsFunc: (dy, saved) => backward(Array.isArray(dy) ? dy : [dy], saved),
  });
}
