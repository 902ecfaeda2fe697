import { type KnownShape, OptionError, refusal, type Shape, ShapeError } from "@hornbeam/core";

/** The letters of an equation with one input, a kernel and an output. */
export interface Equation {
  readonly input: string;
  readonly kernel: string;
  readonly output: string;
  /** Where the ellipsis stands for axes that are left alone. */
  readonly elided: "left" | "right" | null;
}

const forms: readonly [RegExp, Equation["elided"]][] = [
  [/^([a-zA-Z]+),([a-zA-Z]+)->([a-zA-Z]+)$/, null],
  [/^\.{3}([a-zA-Z]+),([a-zA-Z]+)->\.{3}([a-zA-Z]+)$/, "left"],
  [/^([a-zA-Z]{2,})\.{3},([a-zA-Z]+)->([a-zA-Z]+)\.{3}$/, "right"],
];

/** The parts of an equation, or undefined where it is of none of the forms. */
export function parseEquation(equation: string): Equation | undefined {
  for (const [form, elided] of forms) {
    const [, input, kernel, output] = form.exec(equation.replaceAll(" ", "")) ?? [];
    if (input && kernel && output) return { input, kernel, output, elided };
  }
  return undefined;
}

/** What an equation makes of the shape of an input. */
export interface EinsumShapes {
  readonly output: Shape;
  readonly kernel: KnownShape;
  readonly bias: KnownShape | null;
  /** Axes of the kernel that the input has, and those that the output has. */
  readonly inputAxes: number[];
  readonly outputAxes: number[];
}

/** Shapes of output, kernel and bias; sizes of the output that are null are unknown. */
export function einsumShapes(
  owner: string,
  equation: Equation,
  { inputShape, outputShape, biasAxes }: { inputShape: Shape; outputShape: Shape; biasAxes: string | null },
): EinsumShapes {
  const axes = equation.input.length;
  if (equation.elided ? inputShape.length < axes : inputShape.length !== axes) {
    const expected = `the input must have ${equation.elided ? "at least " : ""}${axes} axes, one for each letter of "${equation.input}"`;
    throw refusal(ShapeError, { action: `build ${owner}`, expected, receivedAs: "shape", received: inputShape });
  }
  const elided = equation.elided ? inputShape.length - axes : 0;
  const output = fullShape(inputShape, outputShape, equation, elided);
  const shift = equation.elided === "left" ? elided : 0;
  const inputSizes = new Map([...equation.input].map((letter, i) => [letter, inputShape[i + shift] ?? null]));
  const outputSizes = new Map([...equation.output].map((letter, i) => [letter, output[i + shift] ?? null]));
  for (const [letter, size] of outputSizes) {
    const there = inputSizes.get(letter);
    if (there === undefined || size === null || size === there) continue;
    const expected = `input and output must have one size for "${letter}" (Input shape and output shape do not match at shared dimension '${letter}')`;
    throw refusal(ShapeError, { action: `build ${owner}`, expected, received: [there, size] });
  }
  const letters = [...equation.kernel];
  const inOutput = (letter: string) => outputSizes.has(letter);
  return {
    output,
    kernel: letters.map((letter) =>
      known(owner, letter, inOutput(letter) ? outputSizes.get(letter) : inputSizes.get(letter)),
    ),
    bias: biasAxes === null ? null : biasShape(owner, equation, biasAxes, outputSizes, elided),
    inputAxes: letters.flatMap((letter, i) => (inOutput(letter) ? [] : [i])),
    outputAxes: letters.flatMap((letter, i) => (inOutput(letter) ? [i] : [])),
  };
}

/** Every letter of the output and of the bias must come from somewhere, and the kernel's must be used. */
export function checkEquation({ input, kernel, output }: Equation, equation: string, biasAxes: string | null): void {
  const refuse = (option: string, expected: string, received: unknown): never => {
    throw refusal(OptionError, { action: "create EinsumDense", option, expected, received });
  };
  const stray = [...output].find((letter) => !input.includes(letter) && !kernel.includes(letter));
  if (stray) refuse("equation", `dimension '${stray}' of the output must be one of the input or the kernel`, equation);
  const loose = [...kernel].find((letter) => !input.includes(letter) && !output.includes(letter));
  if (loose) refuse("equation", `dimension '${loose}' of the kernel must be one of the input or the output`, equation);
  const missing = [...(biasAxes ?? "")].find((letter) => !output.includes(letter));
  if (missing) refuse("biasAxes", `dimension '${missing}' of \`biasAxes\` must be one of the output`, biasAxes);
}

function fullShape(inputShape: Shape, outputShape: Shape, { input, elided: side }: Equation, elided: number): Shape {
  const [batch = null, ...rest] = inputShape;
  if (side === "left") return [batch, ...rest.slice(0, elided - 1).reverse(), ...outputShape]; // in Keras' order
  return side === "right" ? [batch, ...outputShape, ...inputShape.slice(input.length)] : [batch, ...outputShape];
}

function biasShape(
  owner: string,
  { output, elided: side }: Equation,
  biasAxes: string,
  sizes: ReadonlyMap<string, number | null>,
  elided: number,
): KnownShape {
  const first = Math.min(...[...biasAxes].map((letter) => output.indexOf(letter)));
  const own = [...output.slice(first)].map((letter) =>
    biasAxes.includes(letter) ? known(owner, letter, sizes.get(letter)) : 1,
  );
  return side === "right" ? [...own, ...Array<number>(elided).fill(1)] : own;
}

function known(owner: string, letter: string, size: number | null | undefined): number {
  if (typeof size === "number") return size;
  throw refusal(ShapeError, {
    action: `build ${owner}`,
    expected: `the size of "${letter}" must be known`,
    received: size,
  });
}
