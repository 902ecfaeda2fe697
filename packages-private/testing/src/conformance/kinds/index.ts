import { activations } from "./activations.ts";
import { initializers } from "./initializers.ts";
import { layers } from "./layers.ts";
import { lookup } from "./lookup.ts";
import { losses } from "./losses.ts";
import { metrics } from "./metrics.ts";
import { ops } from "./ops.ts";
import { optimizers } from "./optimizers.ts";
import { random } from "./random.ts";
import type { Replayer } from "./replayer.ts";
import { constraints, regularizers, schedules } from "./simple.ts";

/** The replayer of each kind, by the name that case files give. */
export const replayers: Readonly<Record<string, Replayer>> = {
  activations,
  constraints,
  initializers,
  layer: layers,
  lookup,
  losses,
  metrics,
  ops,
  optimizers,
  random,
  regularizers,
  schedules,
};
