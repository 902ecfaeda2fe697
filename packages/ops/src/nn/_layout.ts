import type { Tensor } from "@hornbeam/core";
import { transpose } from "@hornbeam/kernels/tfjs";
import type { DataFormat } from "./_windows.ts";

/** The tensor with its channels last. */
export function toChannelsLast(x: Tensor, format: DataFormat): Tensor {
  if (format === "channels_last") return x;
  const spatial = Array.from({ length: x.rank - 2 }, (_, i) => i + 2);
  return transpose(x, [0, ...spatial, 1]);
}

/** A tensor with its channels last, in the order of the format. */
export function fromChannelsLast(x: Tensor, format: DataFormat): Tensor {
  if (format === "channels_last") return x;
  const spatial = Array.from({ length: x.rank - 2 }, (_, i) => i + 1);
  return transpose(x, [0, x.rank - 1, ...spatial]);
}
