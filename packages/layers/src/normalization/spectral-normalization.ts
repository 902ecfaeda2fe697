import {
  type CallOptions,
  defineLayer,
  OptionError,
  positiveInteger,
  refusal,
  type Shape,
  type Tensor,
  Variable,
} from "@hornbeam/core";
import { TruncatedNormal } from "@hornbeam/initializers";
import { all, cast, divide, equal, matmul, maximum, reshape, sqrt, square, sum, transpose, where } from "@hornbeam/ops";
import { Wrapper } from "../core/wrapper.ts";

/**
 * Divides the kernel of a layer by its largest singular value at each step of training, so that the layer stretches
 * nothing; the value is found by power iteration.
 *
 * - input, output: those of the layer, which has a `kernel` or `embeddings`
 *
 * @throws {OptionError} when the layer has neither.
 * @see {@link https://arxiv.org/abs/1802.05957 | Miyato et al., 2018}
 * @see {@link https://keras.io/api/layers/normalization_layers/spectral_normalization/ | keras.layers.SpectralNormalization}
 * @example
 * new SpectralNormalization({ layer: new Dense({ units: 3 }) })(ones([2, 4])).shape; // [2, 3]
 */
export class SpectralNormalization extends /* @__PURE__ */ defineLayer(
  "keras.layers.SpectralNormalization",
  {
    /** How many steps of power iteration a step of training takes. */
    powerIterations: positiveInteger(1),
  },
  Wrapper,
) {
  vectorU!: Variable;
  /** The wrapped layer's own weight. */
  kernel!: Variable;

  /** The kernel counts as its own, too: so files of weights hold it. */
  override get ownVariables(): readonly Variable[] {
    return this.built ? [this.kernel, ...super.ownVariables] : super.ownVariables;
  }

  override build(inputShape: Shape): void {
    super.build(inputShape);
    const { kernel, embeddings } = this.layer as { kernel?: unknown; embeddings?: unknown };
    const weight = kernel ?? embeddings;
    if (!(weight instanceof Variable)) {
      throw refusal(OptionError, {
        action: `build ${this[Symbol.toStringTag]}`,
        option: "layer",
        expected: "`layer` must have a `kernel` or `embeddings`",
        received: this.layer,
      });
    }
    this.kernel = weight;
    this.inputSpec = { minRank: 1, axes: { [-1]: inputShape.at(-1)! } };
    this.vectorU = this.addWeight({
      name: "vector_u",
      shape: [1, weight.shape.at(-1)!],
      initializer: new TruncatedNormal({ stddev: 0.02 }),
      trainable: false,
    });
  }

  override call(x: Tensor, { training }: CallOptions): Tensor {
    if (training) this.#normalize();
    return cast(this.layer(x), x.dtype); // Keras gives what came in: integers too
  }
  override computeOutputShape(inputShape: Shape): Shape {
    return this.layer.computeOutputShape(inputShape);
  }

  #normalize(): void {
    const kernel = this.kernel.value;
    const rows = reshape(kernel, [-1, kernel.shape.at(-1)!]);
    let u = this.vectorU.value;
    let v = u;
    for (let i = 0; i < this.powerIterations; i++) {
      v = unit(matmul(u, transpose(rows)));
      u = unit(matmul(v, rows));
    }
    const sigma = matmul(matmul(v, rows), transpose(u));
    const isZero = all(equal(kernel, 0)); // nothing to divide
    this.vectorU.assign(where(isZero, this.vectorU.value, u));
    this.kernel.assign(where(isZero, kernel, divide(kernel, reshape(sigma, []))));
  }
}

/** The vector scaled to length 1. */
function unit(x: Tensor): Tensor {
  return divide(x, sqrt(maximum(sum(square(x)), 1e-12)));
}
