import {
  type CallOptions,
  camelCase,
  defineLayer,
  isRecord,
  type KerasTensor,
  nullable,
  option,
  type Shape,
  shape,
  snakeCase,
  type Tensor,
  trace,
} from "@hornbeam/core";
import { codeOption } from "./_code-option.ts";

/** What a Lambda computes. A second parameter gets the layer's `arguments`, and `training` and `mask`. */
// biome-ignore lint/suspicious/noExplicitAny: arguments are the caller's own
export type LambdaFunction = (x: any, options?: any) => any;
type ShapeFunction = (inputShape: Shape) => Shape;
type MaskFunction = (inputs: unknown, mask: unknown) => unknown;

const named = (convert: (name: string) => string, record: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [convert(name), value]));

/** Named arguments: in camelCase here, in snake_case in configs. */
const argumentsOption = /* @__PURE__ */ option<Readonly<Record<string, unknown>>>(
  "a record",
  (x) => (isRecord(x) ? named(camelCase, x) : undefined),
  (record) => named(snakeCase, record),
);
const shapeFunction = /* @__PURE__ */ codeOption<ShapeFunction>("a function")();
const exampleShape = /* @__PURE__ */ shape();
const shapeOption = /* @__PURE__ */ option<Shape | ShapeFunction>(
  "a list of sizes or a function",
  (x, reading) => exampleShape.read(x) ?? shapeFunction.read(x, reading),
  (x) => (typeof x === "function" ? shapeFunction.write(x) : exampleShape.write(x)),
);

/**
 * A layer made of a function: `function(x)`. Its config holds the function's name, not its code: register the function
 * before saving, or write a layer of your own, which can have weights as well.
 *
 * - input, output: those of the function
 *
 * @throws {ConfigError} when its config is asked for and the function is not registered; when a config holds Python code.
 * @see {@link https://keras.io/api/layers/core_layers/lambda/ | keras.layers.Lambda}; no `safeMode` makes it run code in files
 * @example
 * new Lambda({ function: (x) => ops.multiply(x, 2) })(tensor([1, 2])); // [2, 4]
 */
export class Lambda extends /* @__PURE__ */ defineLayer("keras.layers.Lambda", {
  /** What is computed; a second parameter gets the arguments, and `training` and `mask`. */
  function: /* @__PURE__ */ codeOption<LambdaFunction>("a function")(),
  /** Shape of the output without the batch size, or a function of the input's shape; found by a dry run where null. */
  outputShape: /* @__PURE__ */ nullable(shapeOption)(null, { writtenIfSet: true }),
  /** The mask of the output, from the inputs and theirs. Without it masks are dropped. */
  mask: /* @__PURE__ */ nullable(/* @__PURE__ */ codeOption<MaskFunction>("a function"))(null, { writtenIfSet: true }),
  /** Further arguments of the function, by name. */
  arguments: argumentsOption({}),
}) {
  protected override readonly supportsMasking = this.mask !== null;
  protected override readonly takesMask = true;

  override call(x: Tensor, { training, mask }: CallOptions): Tensor {
    const own = this.arguments;
    if (this.function.length > 1) return this.function(x, { ...own, training, mask });
    return Object.keys(own).length > 0 ? this.function(x, own) : this.function(x);
  }

  override computeOutputShape(inputShape: Shape): Shape {
    if (this.outputShape === null) return super.computeOutputShape(inputShape);
    if (typeof this.outputShape === "function") return this.outputShape(inputShape);
    return [inputShape[0] ?? null, ...this.outputShape];
  }
  override computeOutputSpec(inputs: KerasTensor, options: CallOptions): KerasTensor {
    if (this.outputShape !== null) return super.computeOutputSpec(inputs, options);
    return trace(() => this.call(inputs as never, options)) as never; // ops take symbolic tensors for tensors
  }
  override computeMask(inputs: unknown, previousMask: unknown): unknown {
    return this.mask?.(inputs, previousMask) ?? null;
  }
}
