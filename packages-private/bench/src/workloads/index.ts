import { cnn } from "./cnn.ts";
import { lstm } from "./lstm.ts";
import { mlp } from "./mlp.ts";
import { transformer } from "./transformer.ts";
import { vgg } from "./vgg.ts";
import type { Workload } from "./workload.ts";
import { xception } from "./xception.ts";

export type { Workload } from "./workload.ts";

/** The nets that are timed, by the names that `--only` takes. */
export const workloads: Readonly<Record<string, Workload>> = {
  "mlp-32": mlp(32),
  "mlp-256": mlp(256),
  "cnn-128": cnn,
  "vgg-64": vgg,
  "xception-32": xception,
  "lstm-32": lstm,
  "transformer-32": transformer,
};
