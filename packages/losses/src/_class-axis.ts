import { type Tensor, warnOnce } from "@hornbeam/core";

/** Says so when there is one class only, which makes any prediction right. */
export function warnOfOneClass(name: string, yPred: Tensor): void {
  if (yPred.shape.at(-1) !== 1) return;
  warnOnce(
    `${name} expects predictions of shape [batch, ..., classes] with more than one class, received ` +
      `[${yPred.shape.join(", ")}]. For two classes in one number, use binaryCrossentropy.`,
  );
}
