import {
  boolean,
  type Config,
  defineLayer,
  nullable,
  number,
  OptionError,
  option,
  positiveInteger,
  positiveNumber,
  refusal,
  type Shape,
  ShapeError,
  type Tensor,
} from "@hornbeam/core";
import {
  add,
  cast,
  conv,
  convertToTensor,
  log10,
  matmul,
  max,
  maximum,
  multiply,
  pad,
  power,
  reshape,
  sqrt,
  square,
  subtract,
  transpose,
} from "@hornbeam/ops";
import { cosineWindow, fourierKernels, melWeights } from "./_mel.ts";

type Window = "hann" | "hamming" | readonly number[] | null;
const window = /* @__PURE__ */ option<Window>('one of "hann", "hamming", a list of numbers or null', (given) =>
  given === "hann" || given === "hamming" || given === null || (Array.isArray(given) && given.every(Number.isFinite))
    ? (given as Window)
    : undefined,
);

/**
 * Spectrogram of signals on the mel scale, on which tones that sound equally far apart are equally far apart: what
 * models of speech and music are trained on.
 *
 * - input: `[batch, time]` or `[time]`
 * - output: `[batch, numMelBins, frames]` or `[numMelBins, frames]`, in decibels unless `powerToDb` is false
 *
 * @see {@link https://keras.io/api/layers/preprocessing_layers/audio_preprocessing/mel_spectrogram/ | keras.layers.MelSpectrogram}
 * @example
 * new MelSpectrogram({ fftLength: 32, sequenceStride: 16, numMelBins: 6, samplingRate: 8000 })(ones([2, 96])).shape; // [2, 6, 7]
 */
export class MelSpectrogram extends /* @__PURE__ */ defineLayer("keras.layers.MelSpectrogram", {
  /** Size of the Fourier transform. */
  fftLength: /* @__PURE__ */ positiveInteger(2048),
  /** Samples from the start of one frame to that of the next. */
  sequenceStride: /* @__PURE__ */ positiveInteger(512),
  /** Samples in a frame; `fftLength` unless given. */
  sequenceLength: /* @__PURE__ */ nullable(positiveInteger)(null),
  /** The window over a frame. */
  window: /* @__PURE__ */ window("hann"),
  /** Samples a second, hertz. */
  samplingRate: /* @__PURE__ */ positiveNumber(16_000),
  /** Number of bands. */
  numMelBins: /* @__PURE__ */ positiveInteger(128),
  /** Lower edge of the lowest band, hertz. */
  minFreq: /* @__PURE__ */ number(20),
  /** Upper edge of the highest band, hertz; half of `samplingRate` unless given. */
  maxFreq: /* @__PURE__ */ nullable(positiveNumber)(null),
  /** Whether powers become decibels. */
  powerToDb: /* @__PURE__ */ boolean(true),
  /** How far below the loudest the quietest may be, decibels. */
  topDb: /* @__PURE__ */ number(80),
  /** Exponent of the magnitude: 1 for itself, 2 for power. */
  magExp: /* @__PURE__ */ number(2),
  /** Least power that is told from silence. */
  minPower: /* @__PURE__ */ positiveNumber(1e-10),
  /** The power of 0 decibels. */
  refPower: /* @__PURE__ */ number(1),
}) {
  protected override validate(): void {
    const refuse = (expected: string, received: unknown): OptionError =>
      refusal(OptionError, { action: "create MelSpectrogram", expected, received });
    const { fftLength, sequenceLength, window } = this;
    if (sequenceLength !== null && sequenceLength > fftLength)
      throw refuse(`\`sequenceLength\` must be at most \`fftLength\`, ${fftLength}`, sequenceLength);
    const length = sequenceLength ?? fftLength;
    if (Array.isArray(window) && window.length !== length)
      throw refuse(`\`window\` must have \`sequenceLength\` numbers, ${length}`, window.length);
  }
  get #length(): number {
    return this.sequenceLength ?? this.fftLength;
  }
  get #highest(): number {
    return this.maxFreq ?? Math.floor(this.samplingRate / 2);
  }

  override call(x: Tensor): Tensor {
    const rank = x.shape.length;
    const signals = cast(rank === 1 ? reshape(x, [1, -1]) : x, "float32");
    const mel = matmul(this.#magnitudes(signals), convertToTensor(this.#weights()));
    const bands = transpose(this.powerToDb ? this.#decibels(mel) : mel, { axes: [0, 2, 1] });
    return cast(rank === 1 ? reshape(bands, bands.shape.slice(1)) : bands, this.computeDType);
  }
  #weights() {
    const { numMelBins: bands, samplingRate, minFreq: lowest } = this;
    const frequencies = Math.floor(this.fftLength / 2) + 1;
    return melWeights({ bands, frequencies, samplingRate, lowest, highest: this.#highest });
  }
  /** `[batch, frames, frequencies]`, of signals that are mirrored at their ends. */
  #magnitudes(signals: Tensor): Tensor {
    const { fftLength, sequenceStride: strides, window } = this;
    const half = Math.floor(fftLength / 2);
    const long = pad(signals, [[0, 0], [half, half]], { mode: "reflect" }); // biome-ignore format: a matrix
    const shape = this.#window(window);
    const parts = fourierKernels(shape, fftLength).map((kernel) =>
      square(conv(reshape(long, [...long.shape, 1]), convertToTensor(kernel), { strides, padding: "valid" })),
    );
    return power(sqrt(add(parts[0]!, parts[1]!)), this.magExp);
  }
  #window(window: Window): readonly number[] {
    if (window === null) return Array<number>(this.fftLength).fill(1); // nothing hides what is beside a frame
    return typeof window === "string" ? cosineWindow(window, this.#length) : window;
  }
  #decibels(mel: Tensor): Tensor {
    const level = multiply(log10(maximum(mel, this.minPower)), 10);
    const zero = 10 * Math.log10(Math.max(Math.abs(this.refPower), this.minPower));
    const relative = subtract(level, zero);
    return maximum(relative, subtract(max(relative), this.topDb));
  }

  override computeOutputShape(inputShape: Shape): Shape {
    const time = inputShape.at(-1) ?? null;
    if (inputShape.length > 2 || inputShape.length === 0) {
      throw refusal(ShapeError, {
        action: `call ${this[Symbol.toStringTag]}`,
        expected: "the input must have rank 1 or 2",
        receivedAs: "shape",
        received: inputShape,
      });
    }
    const frames = time === null ? null : Math.floor((time + this.sequenceStride + 1) / this.sequenceStride);
    return [...inputShape.slice(0, -1), this.numMelBins, frames];
  }

  override getConfig(): Config {
    return { ...super.getConfig(), sequence_length: this.#length, max_freq: this.#highest };
  }
}
