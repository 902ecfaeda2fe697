import { type CallOptions, defineLayer, type KerasTensor, type Schema, type Tensor } from "@hornbeam/core";
import { BaseRNN } from "./_base-rnn.ts";

/** What the call of a recurrent layer gives: the output, or a list of the output and the last states. */
export type RecurrentOutput<S extends boolean, T = Tensor> = S extends true ? readonly [T, ...T[]] : T;

/** A recurrent layer; `S` says whether its calls give the last states as well. */
export interface Recurrent<S extends boolean> {
  (sequence: Tensor, options?: CallOptions): RecurrentOutput<S>;
  (sequence: KerasTensor, options?: CallOptions): RecurrentOutput<S, KerasTensor>;
}
/** The class that `C` is, with calls typed by the option `returnState`. */
export type RecurrentClass<C> = C extends abstract new (
  options: infer O,
) => infer I
  ? Omit<C, "prototype"> &
      (abstract new <S extends boolean = false>(
        options: O & { readonly returnState?: S },
      ) => Recurrent<S> & I)
  : never;

/** `defineLayer` for recurrent layers. */
export function defineRecurrent<const N extends string, S extends Schema>(className: N, own: S) {
  const Class = defineLayer(className, own, BaseRNN);
  return Class as unknown as RecurrentClass<typeof Class>; // types the calls; the class is the same
}
