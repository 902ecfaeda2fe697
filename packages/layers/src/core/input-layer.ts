import {
  boolean,
  connect,
  type DType,
  defineLayer,
  KerasTensor,
  nullable,
  OptionError,
  option,
  positiveInteger,
  refusal,
  type Shape,
  shape,
  type Tensor,
} from "@hornbeam/core";

const keptOut = { unwritten: true };
const notSparse = /* @__PURE__ */ option<false, boolean | null>("false: all tensors are dense here", (given) =>
  given === false || given === null ? false : undefined,
);
const symbolicTensor = /* @__PURE__ */ option<KerasTensor>("a KerasTensor", (given) =>
  given instanceof KerasTensor ? given : undefined,
);

/**
 * The start of a graph: a layer without weights, whose output is what a model is given. `Input` makes one.
 *
 * @throws {OptionError} without `shape` and `batchShape`, or with both.
 * @see {@link https://keras.io/api/layers/core_layers/input/ | keras.layers.InputLayer}
 * @example
 * new InputLayer({ shape: [32] }).output.shape; // [null, 32]
 */
export class InputLayer extends /* @__PURE__ */ defineLayer("keras.layers.InputLayer", {
  /** Sizes without the batch axis; null where any size will do. */
  shape: /* @__PURE__ */ nullable(shape)(null, keptOut),
  /** Size of the batch axis, where it is fixed. */
  batchSize: /* @__PURE__ */ nullable(positiveInteger)(null, keptOut),
  /** Sizes with the batch axis, in place of `shape` and `batchSize`. */
  batchShape: /* @__PURE__ */ nullable(shape)(null),
  /** Must be false. */
  sparse: notSparse(false),
  /** Must be false. */
  ragged: notSparse(false),
  /** Whether a model may be called without this input. */
  optional: boolean(false),
  /** A symbolic tensor that is to be the output. */
  inputTensor: /* @__PURE__ */ nullable(symbolicTensor)(null, keptOut),
}) {
  protected override readonly builtAtInit = true;

  readonly #tensor = this.#start();

  override get output(): KerasTensor {
    return this.#tensor;
  }
  override get batchShape(): Shape {
    const given = this.initial("batchShape") as Shape | null;
    return this.inputTensor?.shape ?? given ?? [this.batchSize, ...this.shape!];
  }
  override get dtype(): DType {
    return this.inputTensor?.dtype ?? super.dtype;
  }

  #start(): KerasTensor {
    const name = this.initial("name") as string | null;
    const tensor = this.inputTensor ?? new KerasTensor(this.batchShape, this.dtype, name ?? undefined);
    connect(this, {
      call: { args: [], kwargs: {} },
      inputs: [],
      outputs: [tensor],
      outputStructure: tensor,
    });
    return tensor;
  }

  protected override validate(): void {
    const given = ["shape", "batchShape", "inputTensor"].filter((name) => this.initial(name) !== null);
    if (given.length === 1 && !(given[0] !== "shape" && this.initial("batchSize") !== null)) return;
    const expected = "exactly one of `shape` (with or without `batchSize`), `batchShape` and `tensor` must be given";
    throw refusal(OptionError, { action: "create InputLayer", expected, receivedAs: "options", received: given });
  }

  override call(x: Tensor): Tensor {
    return x;
  }

  override getConfig(): Record<string, unknown> {
    const { batchShape, dtype, sparse, ragged, name, optional } = this;
    return { batch_shape: [...batchShape], dtype, sparse, ragged, name, optional };
  }
}
