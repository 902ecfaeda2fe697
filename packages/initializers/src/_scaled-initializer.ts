import { type Defined, type DType, define, integers, type KnownShape, nullable, type Tensor } from "@hornbeam/core";
import { RandomInitializer } from "./_random-initializer.ts";
import { type Scaling, scaledValues } from "./_scaled.ts";

const axes = /* @__PURE__ */ nullable(integers);

/** Parent of initializers whose variance follows from the shape in one fixed way. */
export abstract class ScaledInitializer extends RandomInitializer {
  static override readonly schema = {
    ...RandomInitializer.schema,
    /** Axes of the weight that stand for inputs, where they are not as in dense layers and convolutions. */
    inputAxes: axes(null),
    /** Axes that stand for outputs. */
    outputAxes: axes(null),
  };

  protected abstract readonly scaling: Pick<Scaling, "scale" | "mode" | "distribution">;
  declare readonly inputAxes: readonly number[] | null;
  declare readonly outputAxes: readonly number[] | null;

  override call(shape: KnownShape, dtype: DType): Tensor {
    const { inputAxes, outputAxes } = this;
    return scaledValues(shape, dtype, this.drawn, { ...this.scaling, inputAxes, outputAxes });
  }
}

/** Declares such an initializer by its Keras name. */
export function defineScaledInitializer<const N extends string>(
  className: N,
): Defined<N, typeof ScaledInitializer.schema, ScaledInitializer> {
  return define(className, {}, ScaledInitializer as never) as never; // the table types the class
}
