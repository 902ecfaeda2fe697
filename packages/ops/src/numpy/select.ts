import { defineOp, type KerasTensor, type Tensor, type TensorLike } from "@hornbeam/core";
import { as, asTensor, operands } from "../_operands.ts";
import { argumentError, broadcastShapes, spec, specOf } from "../_spec.ts";
import { select as choose } from "./_select.ts";

const selectOp = /* @__PURE__ */ defineOp<
  [condlist: readonly Tensor[], choicelist: readonly Tensor[], defaultValue: Tensor],
  object,
  Tensor
>({
  className: "Select",
  module: "numpy",
  tensors: ["condlist", "choicelist", "default"],
  raw: true,
  call: (condlist, choicelist, defaultValue) => {
    checkLists(condlist, choicelist);
    const [otherwise, ...choices] = operands("select", [defaultValue, ...choicelist]) as [Tensor, ...Tensor[]];
    const tests = condlist.map((one) => as(asTensor("select", one), "bool"));
    return choices.reduceRight((rest, choice, i) => choose(tests[i]!, choice, rest), otherwise);
  },
  spec: (condlist: readonly unknown[], choicelist: readonly unknown[], defaultValue: unknown) => {
    checkLists(condlist, choicelist);
    const values = [...choicelist, defaultValue].map(specOf);
    const shapes = [...condlist.map(specOf), ...values].map(({ shape }) => shape);
    return spec(broadcastShapes("select", ...shapes), ...values.map(({ dtype }) => dtype));
  },
});

/**
 * For each element, that of the first choice whose condition holds there, else the default: 0 unless told.
 *
 * @see {@link https://keras.io/api/ops/numpy/#select-function | keras.ops.select}
 * @example
 * select([[true, false]], [[1, 2]], { default: 9 }); // [1, 9]
 */
export const select = /* @__PURE__ */ Object.assign(firstThatHolds, { definition: selectOp.definition });

type Symbolic = TensorLike | KerasTensor;

function firstThatHolds(
  condlist: readonly TensorLike[],
  choicelist: readonly TensorLike[],
  options?: { readonly default?: TensorLike },
): Tensor;
function firstThatHolds(
  condlist: readonly Symbolic[],
  choicelist: readonly Symbolic[],
  options?: { readonly default?: Symbolic },
): KerasTensor;
function firstThatHolds(
  condlist: readonly Symbolic[],
  choicelist: readonly Symbolic[],
  { default: otherwise = 0 }: { readonly default?: Symbolic } = {},
): Tensor | KerasTensor {
  return selectOp(condlist, choicelist, otherwise);
}

function checkLists(condlist: readonly unknown[], choicelist: readonly unknown[]): void {
  if (condlist.length === choicelist.length && condlist.length > 0) return;
  const expected = `have an entry for each of the ${condlist.length} conditions`;
  throw argumentError("select", "choicelist", expected, choicelist.length);
}
