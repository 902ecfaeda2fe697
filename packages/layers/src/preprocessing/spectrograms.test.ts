import { NDArray, toNDArray, toTensor } from "@hornbeam/core";
import { ones, tensor } from "@hornbeam/ops";
import { checkLayer, describe, expect, it } from "@hornbeam/testing";
import { cosineWindow, fourierKernels, melWeights } from "./_mel.ts";
import { MelSpectrogram } from "./mel-spectrogram.ts";
import { STFTSpectrogram } from "./stft-spectrogram.ts";

/** A tone that swings `turns` times in `size` samples. */
const tone = (size: number, turns: number) =>
  NDArray.from(Float32Array.from({ length: size }, (_, i) => Math.sin((2 * Math.PI * turns * i) / size)));

describe("STFTSpectrogram", () => {
  it("keeps the layer contract", () => {
    const options = { frameLength: 4, frameStep: 2, mode: "real" };
    checkLayer(STFTSpectrogram, { options, inputShape: [2, 9, 2], outputShape: [2, 3, 6], weights: 1 });
    const apart = { ...options, mode: "stft", expandDims: true, padding: "same" };
    checkLayer(STFTSpectrogram, { options: apart, inputShape: [2, 9, 2], outputShape: [2, 5, 6, 2], weights: 2 });
    const first = { ...apart, dataFormat: "channels_first" };
    checkLayer(STFTSpectrogram, { options: first, inputShape: [2, 2, 9], outputShape: [2, 2, 5, 6], weights: 2 });
  });
  it("shows a tone at its frequency", () => {
    const layer = new STFTSpectrogram({ mode: "magnitude", frameLength: 16, window: null, scaling: null });
    const x = toTensor(tone(16, 3).reshape([1, 16, 1]));
    expect(layer(x)).toBeClose([[[0, 0, 0, 8, 0, 0, 0, 0, 0]]], { atol: 1e-3 }); // half of the samples
  });
  it("refuses steps and transforms that leave samples out", () => {
    expect(() => new STFTSpectrogram({ frameLength: 4, frameStep: 5 })).toThrow(
      "Cannot create STFTSpectrogram: `frameStep` must be at most `frameLength`, 4, received 5",
    );
    expect(() => new STFTSpectrogram({ frameLength: 4, fftLength: 2 })).toThrow(
      "Cannot create STFTSpectrogram: `fftLength` must be at least `frameLength`, 4, received 2",
    );
  });
});

describe("MelSpectrogram", () => {
  const options = { fftLength: 16, sequenceStride: 8, numMelBins: 4, samplingRate: 8000 };
  it("keeps the layer contract", () => {
    checkLayer(MelSpectrogram, { options, inputShape: [2, 40], outputShape: [2, 4, 6], gradients: false });
    expect(new MelSpectrogram(options)(ones([40])).shape).toEqual([4, 6]);
  });
  it("has triangles between 0 and 1, and leaves the frequency 0 out", () => {
    const weights = melWeights({ bands: 3, frequencies: 9, samplingRate: 8000, lowest: 0, highest: 4000 });
    const [first, ...rest] = weights.toArray() as number[][];
    expect(first).toEqual([0, 0, 0]);
    expect(rest.flat().every((weight) => weight >= 0 && weight <= 1)).toBe(true);
  });
  it("shows a tone as the transform of its frames does", () => {
    const [real, imag] = fourierKernels(cosineWindow("hann", 4), 4);
    expect(real.toArray()).toEqual([[[0, 0, 0]], [[0.5, expect.closeTo(0), -0.5]], [[1, -1, 1]], [[0.5, expect.closeTo(0), -0.5]]]); // biome-ignore format: a matrix
    expect((imag.toArray() as number[][][])[1]![0]![1]).toBeCloseTo(-0.5);
  });
  it("is at most `topDb` below the loudest", () => {
    const output = new MelSpectrogram({ ...options, topDb: 5 })(ones([1, 64]));
    const values = [...toNDArray(output).data].map(Number);
    expect(Math.max(...values) - Math.min(...values)).toBeCloseTo(5, 4);
  });
  it("sees all of a transform without a window, as Keras", () => {
    const layer = new MelSpectrogram({ fftLength: 4, sequenceStride: 2, sequenceLength: 2, window: null, numMelBins: 2, samplingRate: 8000, minFreq: 0, powerToDb: false }); // biome-ignore format: one line
    // Keras 3.15.1
    expect(layer(tensor([1, 2, 0, -1, 3, 1]))).toBeClose([[0, 0, 0, 0], [0.87328, 8.7328, 11.352639, 3.49312]], { rtol: 1e-5 }); // biome-ignore format: one line
  });
  it("takes a window of one's own, as long as a frame", () => {
    const window = [0, 0.5, 1, 0.5, 0, 0.25, 0.5, 1];
    const own = { fftLength: 8, sequenceStride: 4, numMelBins: 3, samplingRate: 100, minFreq: 1 };
    const bands = toNDArray(new MelSpectrogram({ ...own, window })(ones([16]))).toArray() as number[][];
    // Keras 3.15.1
    expect(bands.map((band) => band[0]!.toFixed(3))).toEqual(["-4.074", "4.460", "-1.334"]);
    expect(() => new MelSpectrogram({ ...own, window: [1, 2] })).toThrow(
      "Cannot create MelSpectrogram: `window` must have `sequenceLength` numbers, 8, received 2",
    );
  });
  it("refuses frames that are longer than the transform", () => {
    expect(() => new MelSpectrogram({ fftLength: 16, sequenceLength: 32 })).toThrow(
      "Cannot create MelSpectrogram: `sequenceLength` must be at most `fftLength`, 16, received 32",
    );
  });
});
