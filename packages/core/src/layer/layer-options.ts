import { dtypePolicy } from "../dtype-policies/option.ts";
import { Regularizer } from "../objects/regularizer.ts";
import { boolean } from "../options/kinds.ts";
import { nullable, option } from "../options/option.ts";

/** A penalty of a layer's output: given as an object here; layers that take its name say so in their own table. */
const regularizerInstance = /* @__PURE__ */ option<Regularizer>("a regularizer", (input, reading) =>
  input instanceof Regularizer
    ? input
    : (reading?.resolve(input, { parent: Regularizer, expects: "a regularizer" }) as Regularizer | undefined),
);

/** Names stand in the paths of variables, which slashes divide. */
const layerName = /* @__PURE__ */ option<string>('a string without the character "/"', (input) =>
  typeof input === "string" && !input.includes("/") ? input : undefined,
);

export const layerOptions = {
  /** Name of the layer, unique in a model. */
  name: /* @__PURE__ */ nullable(layerName)(null),
  /** Whether training changes the weights. */
  trainable: /* @__PURE__ */ boolean(true),
  /** What the weights are stored in, or a policy that also says what is computed in. */
  dtype: /* @__PURE__ */ dtypePolicy(null),
  /** Whether inputs are cast to the type that the layer computes in; tensors of floats are float32 here, so it changes nothing. */
  autocast: /* @__PURE__ */ boolean(true, { unwritten: true }),
  /** Penalty of the output, divided by the batch size. */
  activityRegularizer: /* @__PURE__ */ nullable(regularizerInstance)(null, { writtenIfSet: true }),
};
