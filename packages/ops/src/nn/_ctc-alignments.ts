const zero = Number.NEGATIVE_INFINITY;
/** What goes with a path that must not be: small enough, and not 0, so that there is a loss where there is no alignment. */
const never = Math.log(1e-307);

/** One sequence of labels and the logarithms of the probabilities of classes at each step. */
export interface Alignment {
  /** All labels, those beyond `length` included. */
  readonly labels: ArrayLike<number>;
  readonly length: number;
  /** `[steps, classes]` */
  readonly logs: Float64Array;
  readonly steps: number;
  readonly classes: number;
  readonly blank: number;
}

/**
 * Minus the logarithm of the probability of the labels, and its gradient with respect to logits: the probability of each
 * class, less how much of the alignments passes through it. Both come from the recursions forward and backward over the
 * states: in each label, and in a blank after each label and before the first.
 *
 * @see {@link https://www.cs.toronto.edu/~graves/icml_2006.pdf | Graves et al., 2006}, section 4.1
 */
export function alignments(alignment: Alignment): { loss: number; gradient: Float64Array } {
  const { labels, length, logs, steps, classes, blank } = alignment;
  const states = new States(labels, blank);
  const forward: Float64Array[] = [];
  let reached: Float64Array = Float64Array.from({ length: states.count }, (_, state) => (state === 0 ? 0 : never));
  for (let step = 0; step < steps; step++) {
    reached = states.after(reached, (state) => states.emission(state, logs, step * classes));
    forward.push(reached);
  }
  let ahead: Float64Array = Float64Array.from({ length: states.count }, (_, state) =>
    states.label(state) === length ? 0 : never,
  );
  const gradient = Float64Array.from(logs, Math.exp);
  for (let step = steps - 1; step >= 0; step--) {
    subtractShares(gradient.subarray(step * classes, (step + 1) * classes), states, forward[step]!, ahead);
    ahead = states.before(ahead, (state) => states.emission(state, logs, step * classes));
  }
  return { loss: -ahead[0]!, gradient };
}

function subtractShares(row: Float64Array, states: States, forward: Float64Array, ahead: Float64Array): void {
  const through = forward.map((one, state) => one + ahead[state]!);
  const whole = logSum(...through);
  for (let state = 1; state < states.count; state++) {
    const emitted = states.emitted(state);
    const share = Math.exp(through[state]! - whole);
    if (share > 0 && emitted >= 0 && emitted < row.length) row[emitted] = row[emitted]! - share;
  }
}

/** State 0 is before the first step; then come, for each label, the label itself; then the blanks after each of them. */
class States {
  readonly count: number;
  readonly #labels: ArrayLike<number>;
  readonly #blank: number;
  /** The other states from which one is reached, -1 where there is none: a blank from its label; */
  readonly #near: Int32Array;
  /** a label from the blank and, if it is another, the label before it. */
  readonly #far: Int32Array;

  constructor(labels: ArrayLike<number>, blank: number) {
    this.#labels = labels;
    this.#blank = blank;
    const half = labels.length + 1;
    this.count = 2 * half;
    this.#near = new Int32Array(this.count).fill(-1);
    this.#far = new Int32Array(this.count).fill(-1);
    for (let place = 0; place < half; place++) {
      this.#near[place + half] = place;
      if (place === 0) continue;
      this.#near[place] = place - 1 + half;
      if (place === 1 || labels[place - 1] !== labels[place - 2]) this.#far[place] = place - 1;
    }
  }

  /** How many labels have been when the state is reached. */
  label(state: number): number {
    return state % (this.count / 2);
  }

  /** The class in a state; -1 where it is none that counts: the place of a label that holds the blank. */
  emitted(state: number): number {
    if (this.#isBlank(state)) return this.#blank;
    const label = this.#labels[state - 1]!;
    return label === this.#blank ? -1 : label;
  }

  emission(state: number, logs: Float64Array, at: number): number {
    if (state === 0) return zero;
    return logs[at + (this.#isBlank(state) ? this.#blank : this.#labels[state - 1]!)] ?? 0;
  }

  /** What reaches each state in one step. */
  after(values: Float64Array, emission: (state: number) => number): Float64Array {
    const result = new Float64Array(this.count);
    for (let state = 0; state < this.count; state++) {
      const [near, far] = [this.#near[state]!, this.#far[state]!];
      result[state] =
        sumOfThree(values[state]!, near < 0 ? zero : values[near]!, far < 0 ? zero : values[far]!) + emission(state);
    }
    return result;
  }

  /** What each state leads to. */
  before(values: Float64Array, emission: (state: number) => number): Float64Array {
    const led = values.map((own, state) => own + emission(state));
    const result = led.slice();
    for (let state = 0; state < this.count; state++) {
      for (const earlier of [this.#near[state]!, this.#far[state]!]) {
        if (earlier >= 0) result[earlier] = sumOfThree(result[earlier]!, led[state]!, zero);
      }
    }
    return result;
  }

  #isBlank(state: number): boolean {
    return state >= this.count / 2;
  }
}

function sumOfThree(a: number, b: number, c: number): number {
  const largest = Math.max(a, b, c);
  if (largest === zero) return zero;
  return largest + Math.log(Math.exp(a - largest) + Math.exp(b - largest) + Math.exp(c - largest));
}

/** `log Σ exp x` */
export function logSum(...xs: readonly number[]): number {
  const largest = Math.max(...xs);
  if (largest === zero) return zero;
  let sum = 0;
  for (const x of xs) sum += Math.exp(x - largest);
  return largest + Math.log(sum);
}
