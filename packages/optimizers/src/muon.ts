import {
  boolean,
  defineOptimizer,
  fraction,
  nonNegativeInteger,
  nullable,
  number,
  option,
  type SlotList,
  type Tensor,
  type Together,
  type Variable,
} from "@hornbeam/core";
import { adamUpdate, correctedRate, muonUpdate } from "@hornbeam/kernels";
import { add, divide, matmul, multiply, sqrt, square, subtract, sum, transpose } from "@hornbeam/ops";
import { learningRate } from "./_learning-rate.ts";

const patterns = /* @__PURE__ */ option<readonly string[], readonly string[] | null>(
  "a list of regular expressions",
  (input) => {
    if (input === null) return [];
    return Array.isArray(input) && input.every((one) => typeof one === "string") ? [...input] : undefined;
  },
);
const nullableNumber = /* @__PURE__ */ nullable(number);

/** What stands beside one weight. */
interface Beside {
  readonly momentum: Variable;
  /** Mean squares, where Adam makes the steps. */
  readonly velocity: Variable | null;
}

/**
 * Muon: matrices step by their momentum made nearly orthogonal, `(M Mᵀ)^(-½) M` by Newton and Schulz's iteration; all
 * other weights, and those of embeddings, by Adam.
 *
 * @see {@link https://keras.io/api/optimizers/muon/ | keras.optimizers.Muon}
 * @see {@link https://kellerjordan.github.io/posts/muon/ | Jordan, 2024}
 * @example
 * const weight = new Variable({ name: "weight", shape: [1], initializer: NDArray.from([1]) });
 * new Muon({ learningRate: 0.1 }).apply([[2]], [weight]);
 * weight.value; // [0.8996001]
 */
export class Muon extends /* @__PURE__ */ defineOptimizer("keras.optimizers.Muon", {
  /** Size of the steps: a number, a schedule of the step, or a function. */
  learningRate: learningRate(0.001),
  /** Share, times the learning rate, that matrices lose before each step. */
  weightDecay: nullableNumber(0.004),
  /** Adam's decay of the mean of the gradients. */
  adamBeta1: fraction(0.9, { key: "adam_beta_1" }),
  /** Adam's decay of the mean of their squares. */
  adamBeta2: fraction(0.999, { key: "adam_beta_2" }),
  /** Added to Adam's root, so that it is not zero. */
  epsilon: number(1e-7),
  /** Regular expressions that are searched in paths: such weights step by Adam. */
  excludeLayers: patterns(null),
  /** First coefficient of the iteration. */
  muonA: number(3.4445),
  /** Second coefficient of the iteration. */
  muonB: number(-4.775),
  /** Third coefficient of the iteration. */
  muonC: number(2.0315),
  /** Adam's learning rate over that of the matrices. */
  adamLrRatio: number(1),
  /** Decay of the momentum of matrices. */
  momentum: number(0.95),
  /** Number of iterations. */
  nsSteps: nonNegativeInteger(5),
  /** Whether the gradient is taken for that of the place where the momentum leads. */
  nesterov: boolean(true),
  /** Whether weights with "embedding" in their path step by Adam. */
  excludeEmbeddings: boolean(true),
  /** Share, times the learning rate, that weights of Adam's lose before each step. */
  adamWeightDecay: nullableNumber(0.004),
  /** Size that matrices' steps are given, beside that of Adam's; null leaves them. */
  rmsRate: nullableNumber(0.2),
}) {
  override readonly slots: SlotList = [];
  readonly #beside = new Map<Variable, Beside>();

  override build(variables: readonly Variable[]): void {
    super.build(variables);
    for (const variable of variables) {
      const momentum = this.addVariableBeside(variable, "momentum");
      const velocity = this.#stepsByAdam(variable) ? this.addVariableBeside(variable, "velocity") : null;
      this.#beside.set(variable, { momentum, velocity });
    }
  }

  override updateStep(gradient: Tensor, variable: Variable, learningRate: Tensor): void {
    const { momentum, velocity } = this.#beside.get(variable)!;
    if (velocity) this.#adamStep(gradient, variable, learningRate, momentum, velocity);
    else this.#matrixStep(gradient, variable, learningRate, momentum);
  }

  protected override updateTogether(step: Together): void {
    const byAdam = (variable: Variable) => this.#beside.get(variable)!.velocity !== null;
    this.#adamUpdate(step.only(byAdam));
    this.#matrixUpdate(step.only((variable) => !byAdam(variable)));
  }
  protected override decayOf(variable: Variable): number | null {
    return this.#stepsByAdam(variable) ? this.adamWeightDecay : this.weightDecay;
  }

  #stepsByAdam({ rank, path }: Variable): boolean {
    if (rank !== 2 || (this.excludeEmbeddings && path.toLowerCase().includes("embedding"))) return true;
    return this.excludeLayers.some((pattern) => new RegExp(pattern).test(path));
  }

  #matrixStep(gradient: Tensor, variable: Variable, learningRate: Tensor, momentum: Variable): void {
    momentum.assignAdd(add(gradient, multiply(momentum, this.momentum - 1)));
    const ahead = this.nesterov ? add(gradient, multiply(momentum, this.momentum)) : momentum.value;
    const size = this.rmsRate === null ? 1 : Math.sqrt(Math.max(...variable.shape)) * this.rmsRate;
    variable.assignSub(multiply(this.#orthogonal(ahead), multiply(learningRate, size)));
  }

  #adamStep(gradient: Tensor, variable: Variable, learningRate: Tensor, mean: Variable, squares: Variable): void {
    const { adamBeta1: beta1, adamBeta2: beta2, epsilon } = this;
    const rate = correctedRate(multiply(learningRate, this.adamLrRatio), beta1, beta2, this.iterations.value);
    mean.assignAdd(multiply(subtract(gradient, mean), 1 - beta1));
    squares.assignAdd(multiply(subtract(square(gradient), squares), 1 - beta2));
    variable.assignSub(divide(multiply(mean, rate), add(sqrt(squares), epsilon)));
  }

  #adamUpdate(step: Together): void {
    const { adamBeta1: beta1, adamBeta2: beta2, epsilon } = this;
    adamUpdate(step.weights, step.gradients, {
      learningRate: multiply(step.learningRate, this.adamLrRatio),
      beta1,
      beta2,
      epsilon,
      iterations: this.iterations.value,
      momentums: step.beside((variable) => this.#beside.get(variable)!.momentum),
      velocities: step.beside((variable) => this.#beside.get(variable)!.velocity!),
    });
  }

  #matrixUpdate(step: Together): void {
    const { momentum, nesterov, nsSteps: steps, muonA, muonB, muonC, rmsRate } = this;
    muonUpdate(step.weights, step.gradients, {
      learningRate: step.learningRate,
      momentum,
      nesterov,
      steps,
      factors: [muonA, muonB, muonC],
      rmsRate,
      momentums: step.beside((variable) => this.#beside.get(variable)!.momentum),
    });
  }

  /** A matrix with singular values near 1 in the place of its own, by `x ← ax + (b A + c A²) x` with `A = x xᵀ`. */
  #orthogonal(matrix: Tensor): Tensor {
    const tall = matrix.shape[0]! > matrix.shape[1]!;
    const wide = tall ? transpose(matrix) : matrix;
    let x = divide(wide, add(sqrt(sum(square(wide))), 1e-7));
    for (let i = 0; i < this.nsSteps; i++) {
      const product = matmul(x, transpose(x));
      const curve = add(multiply(product, this.muonB), matmul(multiply(product, this.muonC), product));
      x = add(multiply(x, this.muonA), matmul(curve, x));
    }
    return tall ? transpose(x) : x;
  }
}
