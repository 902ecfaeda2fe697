import { activations } from "./activations.ts";
import { compile } from "./compile.ts";
import { datasets } from "./datasets.ts";
import { errors } from "./errors.ts";
import { hostile } from "./hostile.ts";
import { initializers } from "./initializers.ts";
import { layers } from "./layers.ts";
import { lookup } from "./lookup.ts";
import { losses } from "./losses.ts";
import { metrics } from "./metrics.ts";
import { models } from "./models.ts";
import { ops } from "./ops.ts";
import { optimizers } from "./optimizers.ts";
import { random } from "./random.ts";
import type { Replayer } from "./replayer.ts";
import { constraints, regularizers, schedules } from "./simple.ts";
import { tensorboard } from "./tensorboard.ts";
import { training } from "./training.ts";
import { utils } from "./utils.ts";

/** The replayer of each kind, by the name that case files give. */
export const replayers: Readonly<Record<string, Replayer>> = {
  activations,
  compile,
  constraints,
  datasets,
  errors,
  hostile,
  initializers,
  layer: layers,
  lookup,
  losses,
  metrics,
  model: models,
  ops,
  optimizers,
  random,
  regularizers,
  schedules,
  tensorboard,
  training,
  utils,
};
