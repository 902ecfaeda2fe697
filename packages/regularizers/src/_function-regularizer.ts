import { Regularizer, type Tensor } from "@hornbeam/core";
import type { RegularizerFunction } from "./identifiers.ts";

/** A user's function where layers expect a regularizer; configs hold the function. */
export class FunctionRegularizer extends Regularizer {
  readonly f: RegularizerFunction;

  constructor(f: RegularizerFunction) {
    super();
    this.f = f;
  }
  override call(x: Tensor): Tensor {
    return this.f(x);
  }
  override get [Symbol.toStringTag](): string {
    return `the function ${this.f.name}`;
  }
}
