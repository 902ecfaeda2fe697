import { Constraint, type Tensor } from "@hornbeam/core";
import type { ConstraintFunction } from "./identifiers.ts";

/** A user's function where layers expect a constraint; configs hold the function. */
export class FunctionConstraint extends Constraint {
  readonly f: ConstraintFunction;

  constructor(f: ConstraintFunction) {
    super();
    this.f = f;
  }
  override call(w: Tensor): Tensor {
    return this.f(w);
  }
  override get [Symbol.toStringTag](): string {
    return `the function ${this.f.name}`;
  }
}
