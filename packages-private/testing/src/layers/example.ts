import type { NDArray } from "@hornbeam/core";

/** A shape, or a list or record of shapes. */
type Shapes = readonly number[] | readonly (readonly number[])[] | Readonly<Record<string, readonly number[]>>;

/** The least that a class of layers is tried with. */
export interface Example {
  readonly options?: object | (() => object);
  /** Shapes of the inputs, which are random numbers unless `values` are given. */
  readonly shape: Shapes;
  readonly values?: NDArray;
  /** Options of the call. */
  readonly call?: object;
  /** Shapes of inputs that are refused. */
  readonly wrong?: readonly Shapes[];
  /** Why its gradients are not compared with differences. */
  readonly noGradients?: "kinks" | "whole numbers" | "random" | "strings" | "no gradient";
  /** Why it is not trained in a model. */
  readonly notTrained?: string;
  /** The class that is tried in its place, with it inside: it is a part of others, and computes nothing alone. */
  readonly inside?: abstract new (
    ...args: never[]
  ) => unknown;
  /** Options that it cannot do without, where `options` are those of the class that it is inside. */
  readonly own?: object;
}
