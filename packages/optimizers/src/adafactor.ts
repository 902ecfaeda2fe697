import {
  boolean,
  defineOptimizer,
  number,
  type SlotList,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { adafactorUpdate } from "@hornbeam/kernels";
import {
  add,
  cast,
  divide,
  expandDims,
  maximum,
  mean,
  minimum,
  multiply,
  power,
  sqrt,
  square,
  subtract,
} from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

/** Mean squares of the gradients of one weight. */
interface Means {
  /** Over the columns and over the rows, of a weight with two axes or more. */
  readonly rows: Variable;
  readonly columns: Variable;
  readonly velocity: Variable;
}

/**
 * Adafactor: {@link Adam} without momentum, whose mean squares are the product of those of rows and of columns; for
 * models of much text. Steps are relative to the size of the weights, and clipped.
 *
 * @see {@link https://keras.io/api/optimizers/adafactor/ | keras.optimizers.Adafactor}
 * @see {@link https://arxiv.org/abs/1804.04235 | Shazeer and Stern, 2018}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Adafactor({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.9]
 */
export class Adafactor extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Adafactor", {
  /** Size of the steps: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Exponent of the decay of the means, `1 - t^beta2Decay`. */
  beta2Decay: number(-0.8, { key: "beta_2_decay" }),
  /** Added to squares, so that they are not zero. */
  epsilon1: number(1e-30, { key: "epsilon_1" }),
  /** Least size of a weight that steps are relative to. */
  epsilon2: number(0.001, { key: "epsilon_2" }),
  /** Root mean square that a step may have. */
  clipThreshold: number(1),
  /** Whether the learning rate, where it is a number, is at most `1 / √t`. */
  relativeStep: boolean(true),
}) {
  override readonly slots: SlotList = [];
  readonly #means = new Map<Variable, Means>();

  override build(variables: readonly Variable[]): void {
    super.build(variables);
    for (const variable of variables) {
      const { name, shape, dtype } = variable;
      const matrix = shape.length >= 2;
      // Keras keeps a place for what a vector does not need
      const make = (own: readonly number[]): Variable =>
        matrix
          ? this.addVariable({ name, shape: own, dtype })
          : this.addVariable({ name, shape: [], dtype: "int32", scoped: false });
      this.#means.set(variable, {
        rows: make(shape.slice(0, -1)),
        columns: make([...shape.slice(0, -2), ...shape.slice(-1)]),
        velocity: this.addVariableBeside(variable, "velocity"),
      });
    }
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const size = multiply(maximum(rootMeanSquare(variable.value), this.epsilon2), this.#rate(learningRate));
    const velocity = this.#velocityOf(gradient, variable);
    const step = divide(gradient, sqrt(velocity));
    const clipped = divide(step, maximum(divide(rootMeanSquare(step), this.clipThreshold), 1));
    variable.assignSub(multiply(clipped, size));
  }
  protected override updateTogether(step: Together): void {
    const { epsilon1, epsilon2, clipThreshold } = this;
    const means = (name: keyof Means) => step.beside((variable) => this.#means.get(variable)![name]);
    adafactorUpdate(step.weights, step.gradients, {
      rate: this.#rate(step.learningRate),
      decay: this.#kept(),
      epsilon1,
      epsilon2,
      clipThreshold,
      velocities: means("velocity"),
      rows: means("rows"),
      columns: means("columns"),
    });
  }

  #rate(learningRate: Tensor): Tensor {
    return minimum(learningRate, divide(1, sqrt(this.#number())));
  }
  /** The decay of the means. */
  #kept(): Tensor {
    return subtract(1, power(this.#number(), this.beta2Decay));
  }
  /** The number of the step, from 1 on. */
  #number(): Tensor {
    return add(cast(this.iterations, "float32"), 1);
  }
  /** Mean squares of a gradient: of a matrix, the product of those of its rows and columns. */
  #velocityOf(gradient: Tensor, variable: Variable): Variable {
    const { rows, columns, velocity } = this.#means.get(variable)!;
    const squares = add(square(gradient), this.epsilon1);
    const decay = this.#kept();
    const blend = (old: Variable, value: Tensor): Tensor =>
      add(multiply(old, decay), multiply(value, subtract(1, decay)));
    if (variable.rank < 2) return velocity.assign(blend(velocity, squares));
    rows.assign(blend(rows, mean(squares, -1)));
    columns.assign(blend(columns, mean(squares, -2)));
    const shares = divide(rows, mean(rows, { axis: -1, keepdims: true }));
    return velocity.assign(multiply(expandDims(shares, -1), expandDims(columns, -2)));
  }
}

function rootMeanSquare(x: Tensor): Tensor {
  return sqrt(mean(square(x)));
}
