import {
  boolean,
  convert,
  type DType,
  defineInitializer,
  type KnownShape,
  NDArray,
  oneOf,
  option,
  refusal,
  ShapeError,
  type Tensor,
  toTensor,
} from "@hornbeam/core";
import { isWindowName, type WindowName, windowNames, windowValues } from "./_windows.ts";

type Window = WindowName | readonly number[] | null;

const windowOption = /* @__PURE__ */ option<Window>(
  `one of ${windowNames.join(", ")}, a list of numbers or null`,
  (x) =>
    x === null || isWindowName(x) || (Array.isArray(x) && x.every((one) => typeof one === "number")) ? x : undefined,
);

/**
 * The kernel of a short-time Fourier transform: `cos(2πtf / n)`, or `-sin(2πtf / n)`, times a window over time.
 *
 * - call: `[time, 1, frequencies]`, with `n = 2 · (frequencies - 1)`, and a dtype give a tensor
 *
 * @throws {ShapeError} when the shape has not three axes, or a window of numbers is not as long as the first one.
 * @see {@link https://keras.io/api/layers/initializers/ | keras.initializers.STFT}
 * @example
 * new STFT({ window: null })([2, 1, 2]); // [[[1, 1]], [[1, -1]]]
 */
export class STFT extends /* @__PURE__ */ defineInitializer("keras.initializers.STFT", {
  /** Which part of the complex numbers. */
  side: oneOf("real", "imag")("real"),
  /** The window over time. */
  window: windowOption("hann"),
  /** What the window is divided by: the root of its sum of squares, or its sum. */
  scaling: oneOf("density", "spectrum", null)("density"),
  /** Whether the window is one period, that is, has no second end. */
  periodic: boolean(false),
}) {
  override call(shape: KnownShape, dtype: DType): Tensor {
    const [length, channels, frequencies] = shape;
    if (shape.length !== 3 || length === undefined || channels === undefined || frequencies === undefined)
      throw this.#refused("the shape must have three axes", shape);
    const weights = this.#weights(length);
    const period = 2 * (frequencies - 1);
    const wave = this.side === "real" ? Math.cos : Math.sin;
    const data = new Float32Array(length * frequencies);
    for (let time = 0; time < length; time++) {
      for (let f = 0; f < frequencies; f++)
        data[time * frequencies + f] = weights[time]! * wave((-2 * Math.PI * time * f) / period);
    }
    return toTensor(new NDArray(convert(data, "float32"), [length, 1, frequencies]), { dtype });
  }

  #weights(length: number): readonly number[] {
    if (this.window === null) return Array<number>(length).fill(1);
    // Keras' option says whether the window is symmetric the other way round: as SciPy's `fftbins`
    const values = isWindowName(this.window) ? windowValues(this.window, length, this.periodic) : this.window;
    if (values.length !== length) throw this.#refused(`the window must have ${length} numbers`, [values.length]);
    const power = this.scaling === "spectrum" ? 1 : 2;
    const sum = values.reduce((all, value) => all + Math.abs(value) ** power, 0);
    const scale = this.scaling === null ? 1 : power === 2 ? Math.sqrt(sum) : sum;
    return values.map((value) => value / scale);
  }

  #refused(expected: string, shape: readonly number[]): ShapeError {
    return refusal(ShapeError, { action: "call STFT", expected, receivedAs: "shape", received: shape });
  }
}
