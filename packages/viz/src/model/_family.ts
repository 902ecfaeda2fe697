const families: readonly (readonly [pattern: RegExp, color: string])[] = [
  [/^Input/, "#4b5563"],
  [/Conv/, "#2563c9"],
  [/Pool/, "#0b8494"],
  [/Norm/, "#a16207"],
  [/Dropout|Noise|Regularization|Masking/, "#be1d5c"],
  [/LSTM|GRU|RNN|Bidirectional|TimeDistributed|Attention/, "#9333b0"],
  [/Dense|Embedding|Bilinear/, "#6d3fd1"],
  [/Activation|ReLU|ELU|Softmax|Sigmoid|Tanh|Silu|Gelu/i, "#c2540a"],
  [/Add|Subtract|Multiply|Average|Maximum|Minimum|Concatenate|Dot|Merge|Stack/, "#1a7f4b"],
  [/Sequential|Functional|Model/, "#1f2937"],
];

/** The colour of the kind of layer that a class name tells of; grey for layers that only arrange. */
export function familyColor(className: string): string {
  return families.find(([pattern]) => pattern.test(className))?.[1] ?? "#7c8694";
}
