import { relu } from "@hornbeam/activations";
import { NDArray } from "@hornbeam/core";
import {
  Dense,
  GRUCell,
  LSTM,
  LSTMCell,
  Rescaling,
  RNN,
  SimpleRNNCell,
  StackedRNNCells,
  TimeDistributed,
} from "@hornbeam/layers";
import type { Example } from "./example.ts";

const matrix: Example = { shape: [2, 6] };
const sequence: Example = {
  shape: [2, 6, 4],
  wrong: [
    [2, 6],
    [2, 6, 4, 3],
  ],
};
const image: Example = {
  shape: [2, 6, 6, 4],
  wrong: [
    [2, 6, 6],
    [2, 6, 6, 4, 3],
  ],
};
const volume: Example = {
  shape: [1, 4, 4, 4, 2],
  wrong: [
    [1, 4, 4, 4],
    [1, 4, 4, 4, 2, 2],
  ],
};
const seeded = { seed: 3 };
const pictures: Example = { shape: [2, 6, 6, 3], noGradients: "random", options: seeded };
const pair: Example = {
  shape: [
    [2, 4],
    [2, 4],
  ],
  wrong: [
    [
      [2, 4],
      [2, 3],
    ],
  ],
};
const whole = (...shape: number[]): NDArray =>
  new NDArray(
    Int32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => (i * 5) % 4),
    shape,
  );
const words: Example = {
  shape: [3],
  values: NDArray.from(["a", "b", "a"], "string"),
  noGradients: "strings",
  notTrained: "strings have no gradient",
};
const numbers: Example = { shape: [2, 3], values: whole(2, 3), noGradients: "whole numbers" };
const kinked = { noGradients: "kinks" } as const;
const query: Example = { shape: { query: [2, 3, 4], value: [2, 5, 4] } };
const lists: Example = {
  shape: [
    [2, 3, 4],
    [2, 5, 4],
  ],
};
const filters = { filters: 2, kernelSize: 2 };
const vocabulary = ["a", "b"];

/** An example of each class of `keras.layers`, by its name. */
export const examples: Readonly<Record<string, Example>> = {
  Activation: { ...matrix, options: { activation: "tanh" } },
  ActivityRegularization: { ...matrix, options: { l2: 0.1 } },
  AdaptiveAveragePooling1D: { ...sequence, options: { outputSize: 3 } },
  AdaptiveAveragePooling2D: { ...image, options: { outputSize: 4 } },
  AdaptiveAveragePooling3D: { ...volume, options: { outputSize: 2 } },
  AdaptiveMaxPooling1D: { ...sequence, ...kinked, options: { outputSize: 3 } },
  AdaptiveMaxPooling2D: { ...image, ...kinked, options: { outputSize: 4 } },
  AdaptiveMaxPooling3D: { ...volume, ...kinked, options: { outputSize: 2 } },
  Add: pair,
  AdditiveAttention: lists,
  AlphaDropout: { ...matrix, options: { rate: 0.5 } },
  Attention: lists,
  AugMix: pictures,
  AutoContrast: { ...pictures, options: {} },
  Average: pair,
  AveragePooling1D: sequence,
  AveragePooling2D: image,
  AveragePooling3D: volume,
  BatchNormalization: matrix,
  Bidirectional: { ...sequence, options: () => ({ layer: new LSTM({ units: 2 }) }) },
  CategoryEncoding: { ...numbers, options: { numTokens: 4 } },
  CenterCrop: { ...image, wrong: [], options: { height: 4, width: 3 } },
  Concatenate: {
    ...pair,
    wrong: [
      [
        [2, 4],
        [3, 4],
      ],
    ],
  },
  ContrastLimitedAdaptiveHistogramEqualization: { ...pictures, options: {}, shape: [2, 16, 16, 3] },
  Conv1D: { ...sequence, options: filters },
  Conv1DTranspose: { ...sequence, options: filters },
  Conv2D: { ...image, options: filters },
  Conv2DTranspose: { ...image, options: filters },
  Conv3D: { ...volume, options: filters },
  Conv3DTranspose: { ...volume, options: filters },
  ConvLSTM1D: { ...image, options: filters },
  ConvLSTM2D: { ...volume, options: filters },
  ConvLSTM3D: { shape: [1, 2, 3, 3, 3, 1], wrong: [[1, 2, 3, 3, 3]], options: filters },
  Cropping1D: sequence,
  Cropping2D: { ...image, options: { cropping: 1 } },
  Cropping3D: volume,
  CutMix: { ...pictures, notTrained: "it mixes labels too, which come with the pictures in a record" },
  Dense: { ...matrix, options: { units: 3 }, wrong: [[2]] },
  DepthwiseConv1D: { ...sequence, options: { kernelSize: 2 } },
  DepthwiseConv2D: { ...image, options: { kernelSize: 2 } },
  Discretization: { ...matrix, options: { binBoundaries: [-0.5, 0.5] }, noGradients: "whole numbers" },
  Dot: { ...pair, options: { axes: 1 } },
  Dropout: { ...matrix, options: { rate: 0.5 } },
  ELU: { ...matrix, ...kinked },
  EinsumDense: { ...sequence, options: { equation: "abc,cd->abd", outputShape: [6, 3] } },
  Embedding: { ...numbers, options: { inputDim: 4, outputDim: 3 } },
  Equalization: { ...pictures, options: {} },
  Flatten: { shape: [2, 3, 4] },
  GRU: { ...sequence, options: { units: 3 } },
  GRUCell: {
    ...sequence,
    wrong: [[2, 6]],
    inside: RNN,
    own: { units: 3 },
    options: () => ({ cell: new GRUCell({ units: 3 }) }),
  },
  GaussianDropout: { ...matrix, options: { rate: 0.5 } },
  GaussianNoise: { ...matrix, options: { stddev: 0.5 } },
  GlobalAveragePooling1D: sequence,
  GlobalAveragePooling2D: image,
  GlobalAveragePooling3D: volume,
  GlobalMaxPooling1D: { ...sequence, ...kinked },
  GlobalMaxPooling2D: { ...image, ...kinked },
  GlobalMaxPooling3D: { ...volume, ...kinked },
  GroupNormalization: { ...image, wrong: [], options: { groups: 2 } },
  GroupQueryAttention: { ...query, options: { headDim: 2, numQueryHeads: 4, numKeyValueHeads: 2 } },
  HashedCrossing: {
    shape: [[3], [3]],
    values: whole(3),
    options: { numBins: 5 },
    noGradients: "whole numbers",
  },
  Hashing: { ...numbers, options: { numBins: 5 } },
  Identity: matrix,
  InputLayer: { ...matrix, options: { shape: [6] }, notTrained: "it is the start of every model" },
  IntegerLookup: { ...numbers, options: { vocabulary: [1, 2, 3] } },
  LSTM: { ...sequence, options: { units: 3 } },
  LSTMCell: {
    ...sequence,
    wrong: [[2, 6]],
    inside: RNN,
    own: { units: 3 },
    options: () => ({ cell: new LSTMCell({ units: 3 }) }),
  },
  Lambda: { ...matrix, ...kinked, options: { function: relu } },
  LayerNormalization: matrix,
  LeakyReLU: { ...matrix, ...kinked },
  Masking: { ...sequence, wrong: [] },
  MaxNumBoundingBoxes: {
    ...pictures,
    options: { maxNumber: 3 },
    notTrained: "it is about the boxes that come with the pictures",
  },
  MaxPooling1D: { ...sequence, ...kinked },
  MaxPooling2D: { ...image, ...kinked },
  MaxPooling3D: { ...volume, ...kinked },
  Maximum: { ...pair, ...kinked },
  MelSpectrogram: {
    shape: [2, 64],
    options: { fftLength: 16, sequenceStride: 8, numMelBins: 4, samplingRate: 100, maxFreq: 40, minFreq: 5 },
    ...kinked,
  },
  Minimum: { ...pair, ...kinked },
  MixUp: { ...pictures, notTrained: "it mixes labels too, which come with the pictures in a record" },
  MultiHeadAttention: { ...query, options: { numHeads: 2, keyDim: 3 } },
  Multiply: pair,
  Normalization: { ...matrix, options: { mean: 0.5, variance: 2 } },
  PReLU: { ...matrix, ...kinked },
  Permute: { shape: [2, 3, 4], options: { dims: [2, 1] }, wrong: [[2, 3]] },
  Pipeline: { ...matrix, options: () => ({ layers: [new Rescaling({ scale: 2 })] }) },
  RMSNormalization: matrix,
  RNN: { ...sequence, wrong: [[2, 6]], options: () => ({ cell: new SimpleRNNCell({ units: 3 }) }) },
  RandAugment: pictures,
  RandomBrightness: { ...pictures, options: { ...seeded, factor: 0.2 } },
  RandomColorDegeneration: { ...pictures, options: { ...seeded, factor: 0.2 } },
  RandomColorJitter: { ...pictures, options: { ...seeded, brightnessFactor: 0.2 } },
  RandomContrast: { ...pictures, options: { ...seeded, factor: 0.2 } },
  RandomCrop: { ...pictures, options: { ...seeded, height: 4, width: 3 } },
  RandomElasticTransform: pictures,
  RandomErasing: pictures,
  RandomFlip: pictures,
  RandomGaussianBlur: pictures,
  RandomGrayscale: { ...pictures, options: { factor: 1 } },
  RandomHue: { ...pictures, options: { ...seeded, factor: 0.2, valueRange: [0, 1] } },
  RandomInvert: pictures,
  RandomPerspective: pictures,
  RandomPosterization: { ...pictures, options: { ...seeded, factor: 4 } },
  RandomRotation: { ...pictures, options: { ...seeded, factor: 0.2 } },
  RandomSaturation: { ...pictures, options: { ...seeded, factor: 0.2 } },
  RandomSharpness: { ...pictures, options: { ...seeded, factor: 0.2 } },
  RandomShear: pictures,
  RandomTranslation: { ...pictures, options: { ...seeded, heightFactor: 0.2, widthFactor: 0.2 } },
  RandomZoom: { ...pictures, options: { ...seeded, heightFactor: 0.2 } },
  ReLU: { ...matrix, ...kinked },
  RepeatVector: { ...matrix, options: { n: 3 }, wrong: [[2, 3, 4]] },
  Rescaling: { ...matrix, options: { scale: 2 } },
  Reshape: { shape: [2, 3, 4], options: { targetShape: [4, 3] }, wrong: [[2, 5]] },
  Resizing: { ...image, wrong: [], options: { height: 4, width: 3 } },
  ReversibleEmbedding: { ...numbers, options: { inputDim: 4, outputDim: 3 } },
  STFTSpectrogram: { shape: [2, 24, 1], options: { frameLength: 8, frameStep: 4 }, ...kinked },
  SeparableConv1D: { ...sequence, options: filters },
  SeparableConv2D: { ...image, options: filters },
  SimpleRNN: { ...sequence, options: { units: 3 } },
  SimpleRNNCell: {
    ...sequence,
    wrong: [[2, 6]],
    inside: RNN,
    own: { units: 3 },
    options: () => ({ cell: new SimpleRNNCell({ units: 3 }) }),
  },
  Softmax: matrix,
  Solarization: { ...pictures, noGradients: "kinks" },
  SpatialDropout1D: { ...sequence, options: { rate: 0.5 } },
  SpatialDropout2D: { ...image, options: { rate: 0.5 } },
  SpatialDropout3D: { ...volume, options: { rate: 0.5 } },
  SpectralNormalization: { ...matrix, options: () => ({ layer: new Dense({ units: 3 }) }) },
  StackedRNNCells: {
    ...sequence,
    wrong: [[2, 6]],
    inside: RNN,
    options: () => ({ cell: new StackedRNNCells({ cells: [new LSTMCell({ units: 3 }), new GRUCell({ units: 2 })] }) }),
  },
  StringLookup: { ...words, options: { vocabulary } },
  Subtract: {
    ...pair,
    wrong: [
      [
        [2, 4],
        [2, 4],
        [2, 4],
      ],
    ],
  },
  TextVectorization: { ...words, options: { vocabulary, outputSequenceLength: 2 } },
  TimeDistributed: { ...sequence, wrong: [], options: () => ({ layer: new Dense({ units: 3 }) }) },
  UnitNormalization: matrix,
  UpSampling1D: sequence,
  UpSampling2D: image,
  UpSampling3D: volume,
  Wrapper: {
    ...matrix,
    inside: TimeDistributed,
    shape: [2, 3, 4],
    options: () => ({ layer: new Dense({ units: 3 }) }),
  },
  ZeroPadding1D: sequence,
  ZeroPadding2D: image,
  ZeroPadding3D: volume,
};
