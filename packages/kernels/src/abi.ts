/**
 * The commands of the AssemblyScript module, and the layout of their arguments: each is one 32-bit word, in the order given
 * here. `*x` is a byte address in the module's memory, `@x` the address of one number that is only read, `~x` the bits of a float,
 * `#x` those of a double in two words, a bare `x` an integer; `&x`, at the end, is the address of words that follow in the same block.
 *
 * This table is the only place where a command is declared. `scripts/compile-kernels.mjs` writes the module's dispatcher
 * from it (it calls the function of the same name in `assembly/`, where the command is described), and {@link Arguments}
 * types the calls from TypeScript.
 *
 * A command works on units `from..to` (rows, images, matrices). **Units are independent**: threads do them in pieces of any
 * size, in any order, at the same time, and the result has the same bits. So a unit writes what no other unit reads or
 * writes, and its result depends on its number and the arguments alone. What is not independent, a sum over units, says
 * `parts`: a fixed number of partial sums (not the number of threads) is a command's units, and a second command adds them
 * in their order.
 *
 * Blocks are done in order, all but those that a `skip` passes over.
 */
export const commands = {
  gemm: "transposeA transposeB m n k *a lda *b ldb *c ldc *bias flags",
  gemmDescent: "transposeA transposeB m n k *a lda *b ldb *c ldc @rate flags",
  batchGemm: "transposeA transposeB m n k *a strideA *b strideB *c strideC *bias flags",
  packPanels: "transpose k n *b ldb *panels",
  lstm: "batch steps units block backwards sequences zero activation gate *x *panels *factors *h0 *c0 *mask *y *h *c *gates *hs *cs",
  lstmGradient:
    "batch steps units block backwards sequences zero activation gate *panels *factors *mask *dy *dh *dc *gates *cs *dx *dh0 *dc0",
  gru: "batch steps units block backwards sequences zero activation gate after *x *panels *candidate *bias *factors *h0 *mask *y *h *gates *hs *parts",
  gruGradient:
    "batch steps units block backwards sequences zero activation gate after *panels *candidate *factors *mask *dy *dh *gates *hs *parts *dx *dr *dh0",
  simpleRnn:
    "batch steps units block backwards sequences zero activation *x *panels *factors *h0 *mask *y *h *values *hs",
  simpleRnnGradient:
    "batch steps units block backwards sequences zero activation *panels *factors *mask *dy *dh *values *dx *dh0",
  softmax: "columns *x *y",
  softmaxGradient: "columns *dy *y *dx",
  layerNorm: "columns centered ~epsilon *x *gamma *beta *y *means *factors flags",
  layerNormGradient: "rows columns parts centered *dy *x *gamma *beta *means *factors *dx *gammas *betas flags",
  groupNorm: "rows columns groups ~epsilon *x *gamma *beta *y *means *factors flags",
  groupNormGradient: "rows columns groups *dy *x *gamma *beta *means *factors *dx *gammas *betas flags",
  scaleBy: "~factor *x *y",
  columnMoments: "rows columns parts *x *moments",
  joinMoments: "rows columns parts *x *moments *mean *variance",
  columnNorm: "rows columns block ~epsilon *x *mean *variance *gamma *beta *y flags",
  columnNormSums: "rows columns parts ~epsilon *dy *x *mean *variance *gamma *beta *gammas *betas flags",
  columnNormGradient: "rows columns block ~epsilon *dy *x *mean *variance *gamma *beta *dGamma *dBeta *dx flags",
  attention:
    "heads groups targets sources size valueSize ~scale causal stepB stepH stepT stepS *q *k *v *mask *y *probabilities",
  attentionGradient:
    "heads groups targets sources size valueSize ~scale causal stepB stepH stepT stepS *q *k *v *mask *probabilities *dy *dq *dk *dv",
  unary: "kind *x *y",
  unaryGradient: "kind *dy *v *dx",
  unaryWith: "kind ~p ~q *x *y",
  unaryIntegers: "kind low high *x *y",
  pad: "h w c ph pw top left *x *y",
  packFilter: "k n *filter *panels",
  packFlippedFilter: "kh kw cin cout *filter *panels",
  conv2d: "h w cin ph pw top left kh kw oh ow cout sh sw *x *panels *y *bias flags",
  conv2dFilterGradient: "batch ph pw cin kh kw oh ow cout sh sw *x *dy *dw flags",
  convPatches:
    "d h w cin front top left kd kh kw dd dh dw od oh ow cout sd sh sw groups block *x *filter *y *bias flags",
  convPatchesInputGradient:
    "d h w cin front top left kd kh kw dd dh dw od oh ow cout sd sh sw groups block *dy *filter *dx",
  convPatchesFilterGradient:
    "d h w cin front top left kd kh kw dd dh dw od oh ow cout sd sh sw groups block batch parts *x *dy *gradients",
  winogradFilter: "taps cin cout flip *filter *planes",
  winograd: "taps h w cin top left oh ow cout tiles block *x *planes *y *bias flags",
  winogradFilterGradient: "taps h w cin top left oh ow cout tiles block parts *x *dy *sums",
  winogradFilterGradientEnd: "taps cin cout parts *sums *dw",
  depthwise: "h w c multiplier top left kh kw dh dw oh ow sh sw *x *filter *y *bias flags",
  flipTaps: "taps size *x *y",
  depthwiseInputGradient: "h w c multiplier top left kh kw dh dw oh ow sh sw *dy *filter *dx",
  depthwiseFilterGradient: "batch h w c multiplier top left kh kw dh dw oh ow sh sw parts *x *dy *sums",
  maxPool: "h w c top left kh kw dh dw oh ow sh sw *x *y",
  maxPoolGradient: "h w c top left kh kw dh dw oh ow sh sw *x *y *dy *dx gates",
  averagePool: "h w c top left kh kw dh dw oh ow sh sw *x *y",
  averagePoolGradient: "h w c top left kh kw dh dw oh ow sh sw *dy *dx",
  maxPool3d: "d h w c front top left kd kh kw dd dh dw od oh ow sd sh sw *x *y",
  maxPool3dGradient: "d h w c front top left kd kh kw dd dh dw od oh ow sd sh sw *x *y *dy *dx",
  averagePool3d: "d h w c front top left kd kh kw dd dh dw od oh ow sd sh sw *x *y",
  averagePool3dGradient: "d h w c front top left kd kh kw dd dh dw od oh ow sd sh sw *dy *dx",
  outside: "count least length *ids *found",
  places: "depth d0 d1 d2 d3 d4 d5 *ids *y",
  segmentSum: "rows columns segments kind *x *ids *y",
  gather: "count size length *x *ids *y",
  oneHot: "depth on off size *ids *y",
  bincount: "length size binary integers *x *weights *y",
  binary: "op d1 d2 d3 d4 s0 s1 s2 s3 s4 t0 t1 t2 t3 t4 n ia ib *a *b *y",
  compare: "op d1 d2 d3 d4 s0 s1 s2 s3 s4 t0 t1 t2 t3 t4 n ia ib *a *b *y",
  logic: "op d1 d2 d3 d4 s0 s1 s2 s3 s4 t0 t1 t2 t3 t4 n ia ib *a *b *y",
  scan: "op exclusive reverse length inner *x *y",
  move: "d1 d2 d3 d4 d5 s0 s1 s2 s3 s4 s5 t0 t1 t2 t3 t4 t5 size *x *y",
  fill: "value size *y",
  select: "run size ia ib *condition *a *b *y",
  reduce: "op length inner ~scale *x *y",
  reduceBytes: "any length inner *x *y",
  argReduce: "smallest integers length inner *x *y",
  order: "falling integers length inner count *x *y *values *room",
  cast: "from to *x *y",
  copy: "*x *y",
  activationGradient: "rows columns parts flags *dy *y *dx *sums",
  biasActivation: "columns flags *x *bias *y",
  sumRows: "rows columns *x *y",
  crossEntropy: "columns probabilities ~epsilon *x *labels *losses *difference",
  binaryCrossEntropy: "probabilities ~epsilon *x *labels *losses *difference",
  softmaxCrossEntropy: "columns probabilities ~epsilon *logits *labels *losses *difference",
  scaleRows: "columns *x *scale *y",
  lossRows:
    "kind columns probabilities ~epsilon ~keep ~add floats ignores ~ignored repeat weighs *x *labels *weights *mask *losses *counted *difference",
  lossEnd: "rows count weighs repeat *losses *counted *total *scale",
  scaleByNumbers: "*a *b *x *y",
  resize: "h w c oh ow bilinear alignCorners halfPixels *x *y",
  transform: "h w c oh ow nearest mode step ~value *x *transforms *y",
  transformGradient: "h w c oh ow nearest mode step ~value *x *transforms *dy *dx *dt",
  resizeGradient: "h w c oh ow bilinear alignCorners halfPixels *dy *dx",
  sgd: "@rate ~momentum nesterov *w *g *velocity",
  randomUniform: "count #low #range #end #below *key *y",
  randomNormal: "count #mean #deviation #start #range *key *y",
  randomIntegers: "count low #range *key *y",
  nextKey: "*state *key",
  dropout: "count inner repeat threshold ~scale *key *x *y",
  adam: "@rate ~rest1 ~rest2 ~epsilon *w *g *m *v *largest",
  rmsprop: "@rate ~rho ~rest ~momentum ~epsilon *w *g *velocity *momenta *average",
  adagrad: "@rate ~epsilon *w *g *sums",
  adadelta: "@rate ~rho ~rest ~epsilon *w *g *gradients *steps",
  adamax: "@rate ~rest1 ~beta2 ~epsilon @complement *w *g *m *norm",
  nadam: "@rate ~rest1 ~rest2 ~epsilon @complement2 @next @nextBy @now @nowBy *w *g *m *v",
  lion: "@rate ~beta1 ~rest1 ~beta2 ~rest2 *w *g *m",
  ftrl: "@rate ~power ~l1 @l2 ~shrinkage *w *g *sums *linear",
  scheduleFreeAdam: "@rate ~beta1 ~rest1 ~rest2 ~epsilon @complement2 @kept @taken *w *g *point *v",
  lambMoments: "size parts ~rest1 ~rest2 ~epsilon @complement1 @complement2 *w *g *m *v *sums",
  lamb: "@rate ~epsilon @complement1 @complement2 *w *m *v *squares",
  adafactorRows: "columns @decay ~epsilon *g *rows",
  adafactorColumns: "rows columns @decay ~epsilon *g *means",
  adafactorMatrix: "count rows columns *w *g *r *c *means *v *sums",
  adafactorVector: "size parts @decay ~epsilon *w *g *v *sums",
  adafactor: "count @rate ~epsilon ~threshold *w *g *v *squares",
  muonMomentum: "size parts nesterov ~momentum ~rest *g *m *y *sums",
  normalize: "~epsilon *x *squares",
  sumSquares: "size parts *x *sums",
  allFinite: "size parts *x *sums",
  clipByNorm: "global ~limit *x *squares *y",
  clamp: "~limit *x *y",
  combine: "~a ~b ~divisor *x *z *y",
  decay: "~share @rate *w",
  average: "~momentum @count *w *mean",
  countUp: "*count",
  stepPower: "~base @count *y",
  correctedRate: "~beta1 ~beta2 @rate @count *y",
  skip: "count clear *flag",
  chain: "first second step size count place1 place2 &rest",
} as const;

/** Name of a command. */
export type Command = keyof typeof commands;

type Name<Word extends string> = Word extends
  | `*${infer N}`
  | `@${infer N}`
  | `~${infer N}`
  | `#${infer N}`
  | `&${infer N}`
  ? N
  : Word;
type Names<Words extends string> = Words extends `${infer First} ${infer Rest}`
  ? Name<First> | Names<Rest>
  : Name<Words>;

/** Names of the arguments that are addresses of more than one number. */
export type AddressNames<Words extends string> = Words extends `${infer First} ${infer Rest}`
  ? AddressNames<First> | AddressNames<Rest>
  : Words extends `*${infer N}`
    ? N
    : never;

/** Names of the arguments that are numbers in memory. */
export type NumberNames<Words extends string> = Words extends `${infer First} ${infer Rest}`
  ? NumberNames<First> | NumberNames<Rest>
  : Words extends `@${infer N}`
    ? N
    : never;

/** The arguments of a command, by name. */
export type Arguments<C extends Command> = { readonly [N in Names<(typeof commands)[C]>]: number };

/** One word: the argument's name and what the word holds; a double's second word is its `rest`. */
export interface Word {
  readonly name: string;
  readonly kind: "integer" | "float" | "address" | "number" | "double" | "rest" | "here";
}

/** The words of a command's arguments, in the order of memory. */
export function layout(command: Command): Word[] {
  return commands[command].split(" ").flatMap((word): Word | Word[] => {
    const name = word.slice(1);
    if (word.startsWith("*")) return { name, kind: "address" };
    if (word.startsWith("@")) return { name, kind: "number" };
    if (word.startsWith("~")) return { name, kind: "float" };
    if (word.startsWith("#")) return [{ name, kind: "double" } as const, { name, kind: "rest" } as const];
    if (word.startsWith("&")) return { name, kind: "here" };
    return { name: word, kind: "integer" };
  });
}

/**
 * A program is `count` blocks of `bytes` bytes, one after another in memory; the module's `run(program, from, to, scratch)`
 * does blocks from..to in order. A block is a header of four words, then the arguments of its command:
 *
 *     0   op      number of the command in {@link commands}
 *     4   units   how many units there are
 *     8   chunk   how many of them a thread takes at a time; 0: all
 *     12  extra   bytes of scratch that the command needs behind the usual ones
 *     16  …       words of arguments, at most 60
 */
export const block = { bytes: 256, op: 0, units: 4, chunk: 8, extra: 12, words: 16 } as const;

/**
 * What threads share about the program that they are doing, `bytes` bytes in memory, see assembly/threads.ts. What one thread
 * writes while others read something else lies on cache lines of its own.
 *
 *     ticket    64 bits: the block that is being done, and `taken` plus how many of its chunks nobody has taken
 *     finished  how many chunks of the block are done
 *     open      how many chunks the block has, 0 when none is given out
 *     news      changes when there are chunks to take; helpers without work wait for it
 *     sleepers  how many helpers do
 *     pulse     changes when a block is done; the caller waits for it
 *     waiting   whether the caller does
 *     failed    how many helpers have trapped
 *     patience  milliseconds for which the caller waits for news before it doubts
 *     limit     helpers from this number on leave
 *     program, to, scratch, stride: what is run, up to which block, and the scratch of thread t at scratch + t * stride
 *     present   a byte for each number of a helper: 1 as long as that helper is there
 */
export const control = {
  bytes: 576,
  ticket: 0,
  finished: 64,
  open: 68,
  news: 128,
  sleepers: 132,
  pulse: 192,
  waiting: 196,
  failed: 200,
  limit: 256,
  program: 260,
  to: 264,
  scratch: 268,
  stride: 272,
  patience: 276,
  present: 320,
} as const;

/**
 * Bits of a `flags` argument: add to what the output holds, add a bias to each row, then `max(x, 0)`, then `min(x, 6)`. With
 * `columns` the units of a gemm are panels of 8 columns, not rows. With `gate` the bias of a product or convolution is the result of
 * the activation that the flags name, shaped as the output, and what is made a gradient that goes back through it.
 */
export const flag = { accumulate: 1, bias: 2, relu: 4, relu6: 8, columns: 16, gate: 64 } as const;

/** Products whose inner axis is no longer than `depth` are summed in one go. */
export const gemmBlock = { depth: 400 } as const;

/** Bytes of scratch that every command may use; what a call asks for lies behind them. */
export const scratchBytes = 1 << 20;
