import {
  boolean,
  dataFormat,
  defineLayer,
  type InputSpec,
  nullable,
  OptionError,
  type OptionsOf,
  oneOf,
  option,
  positiveInteger,
  refusal,
  type Shape,
  type Tensor,
  type Variable,
} from "@hornbeam/core";
import { STFT } from "@hornbeam/initializers";
import {
  add,
  arctan2,
  concatenate,
  conv,
  log,
  maximum,
  pad,
  reshape,
  slice,
  sqrt,
  square,
  transpose,
} from "@hornbeam/ops";

const epsilon = 1e-7;
type Window = string | readonly number[] | null;
const window = /* @__PURE__ */ option<Window>("the name of a window, a list of numbers or null", (given) =>
  STFT.schema.window.read(given) === undefined ? undefined : (given as Window),
);

/**
 * Spectrogram of signals by a short-time Fourier transform, whose kernels are weights and can be trained.
 *
 * - input: `[batch, time, channels]` (`channels_first`: `[batch, channels, time]`)
 * - output: `[batch, frames, channels · frequencies]` with `fftLength / 2 + 1` frequencies (twice as many with
 *   `mode: "stft"`); with `expandDims`, `[batch, frames, frequencies, channels]`
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/stft_spectrogram/ | keras.layers.STFTSpectrogram}
 * @example
 * new STFTSpectrogram({ frameLength: 8, frameStep: 4 })(ones([2, 20, 1])).shape; // [2, 4, 5]
 */
export class STFTSpectrogram extends /* @__PURE__ */ defineLayer("keras.layers.STFTSpectrogram", {
  /** What is computed of the complex spectrum. */
  mode: /* @__PURE__ */ oneOf("log", "magnitude", "psd", "real", "imag", "angle", "stft")("log"),
  /** Samples in a frame. */
  frameLength: /* @__PURE__ */ positiveInteger(256),
  /** Samples from the start of one frame to that of the next; half a frame unless given. */
  frameStep: /* @__PURE__ */ nullable(positiveInteger)(null),
  /** Size of the transform; the power of two from `frameLength` up unless given. */
  fftLength: /* @__PURE__ */ nullable(positiveInteger)(null),
  /** The window over a frame. */
  window: /* @__PURE__ */ window("hann"),
  /** Whether the window is one period, that is, has no second end. */
  periodic: /* @__PURE__ */ boolean(false),
  /** What the window is divided by: the root of its sum of squares, or its sum. */
  scaling: /* @__PURE__ */ oneOf("density", "spectrum", null)("density"),
  /** Whether frames reach beyond the ends of the signal. */
  padding: /* @__PURE__ */ oneOf("valid", "same")("valid"),
  /** Whether frequencies have an axis of their own. */
  expandDims: /* @__PURE__ */ boolean(false),
  /** Where the channels stand. */
  dataFormat: /* @__PURE__ */ dataFormat(null),
}) {
  protected override inputSpec: InputSpec = { rank: 3 };
  realKernel: Variable | null = null;
  imagKernel: Variable | null = null;

  protected override validate(): void {
    const { frameLength, frameStep, fftLength } = this;
    const refuse = (option: string, expected: string, received: unknown): OptionError =>
      refusal(OptionError, { action: "create STFTSpectrogram", option, expected, received });
    if (frameStep !== null && frameStep > frameLength)
      throw refuse("frameStep", `\`frameStep\` must be at most \`frameLength\`, ${frameLength}`, frameStep);
    if (fftLength !== null && fftLength < frameLength)
      throw refuse("fftLength", `\`fftLength\` must be at least \`frameLength\`, ${frameLength}`, fftLength);
  }
  get #step(): number {
    return this.frameStep ?? Math.floor(this.frameLength / 2);
  }
  get #frequencies(): number {
    return Math.floor((this.fftLength ?? 2 ** Math.ceil(Math.log2(this.frameLength))) / 2) + 1;
  }

  override build(_inputShape: Shape): void {
    const { window, scaling, periodic } = this;
    const kernel = (side: "real" | "imag"): Variable =>
      this.addWeight({
        name: `${side}_kernel`,
        shape: [this.frameLength, 1, this.#frequencies],
        initializer: new STFT({ side, window: window as OptionsOf<typeof STFT>["window"], scaling, periodic }),
      });
    if (this.mode !== "imag") this.realKernel = kernel("real");
    if (this.mode !== "real") this.imagKernel = kernel("imag");
  }

  override call(x: Tensor): Tensor {
    const last = this.dataFormat === "channels_last";
    const channels = x.shape[last ? 2 : 1]!;
    const time = x.shape[last ? 1 : 2]!;
    const signals = reshape(last ? transpose(x, { axes: [0, 2, 1] }) : x, [-1, time, 1]);
    const spectrum = this.#spectrum(signals); // [batch · channels, frames, frequencies]
    const [, frames, frequencies] = spectrum.shape as [number, number, number];
    const apart = reshape(spectrum, [-1, channels, frames, frequencies]);
    if (this.expandDims) return last ? transpose(apart, { axes: [0, 2, 3, 1] }) : apart;
    const together = transpose(apart, { axes: last ? [0, 2, 1, 3] : [0, 1, 3, 2] });
    return reshape(together, last ? [-1, frames, channels * frequencies] : [-1, channels * frequencies, frames]);
  }
  #spectrum(signals: Tensor): Tensor {
    const part = (kernel: Variable): Tensor => conv(signals, kernel, { strides: this.#step, padding: this.padding });
    if (this.mode === "real") return part(this.realKernel!);
    if (this.mode === "imag") return part(this.imagKernel!);
    const [real, imag] = [part(this.realKernel!), part(this.imagKernel!)];
    if (this.mode === "angle") return arctan2(imag, real);
    if (this.mode === "stft") return concatenate([real, imag], { axis: -1 });
    const power = add(square(real), square(imag));
    if (this.mode === "psd") return add(power, inner(power));
    const magnitude = sqrt(maximum(power, epsilon));
    return this.mode === "magnitude" ? magnitude : log(maximum(magnitude, epsilon));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const last = this.dataFormat === "channels_last";
    const [batch = null, time = null, channels = null] = last ? inputShape : [inputShape[0], inputShape[2], inputShape[1]]; // biome-ignore format: one line
    const covered = time === null ? null : this.padding === "same" ? time : time - this.frameLength + 1;
    const frames = covered === null ? null : Math.ceil(covered / this.#step);
    const frequencies = this.#frequencies * (this.mode === "stft" ? 2 : 1);
    if (this.expandDims) return last ? [batch, frames, frequencies, channels] : [batch, channels, frames, frequencies];
    const features = channels === null ? null : channels * frequencies;
    return last ? [batch, frames, features] : [batch, features, frames];
  }
}

/** All frequencies but the first and the last, with zeros in their places: those of which there are two. */
function inner(power: Tensor): Tensor {
  const [batch, frames, frequencies] = power.shape as [number, number, number];
  const middle = slice(power, [0, 0, 1], [batch, frames, frequencies - 2]);
  return pad(middle, [[0, 0], [0, 0], [1, 1]]); // biome-ignore format: a matrix
}
