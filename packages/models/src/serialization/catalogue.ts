import * as activations from "@hornbeam/activations";
import * as constraints from "@hornbeam/constraints";
import { Catalogue } from "@hornbeam/core";
import * as initializers from "@hornbeam/initializers";
import * as layers from "@hornbeam/layers";
import * as losses from "@hornbeam/losses";
import * as metrics from "@hornbeam/metrics";
import * as ops from "@hornbeam/ops";
import * as optimizers from "@hornbeam/optimizers";
import * as regularizers from "@hornbeam/regularizers";
import { FeatureSpace } from "../feature-space/feature-space.ts";
import { TFDConcat, TFDIdentity } from "../feature-space/layers.ts";
import { Cross, Feature } from "../feature-space/parts.ts";
import { Functional } from "../functional.ts";
import { Model } from "../model.ts";
import { Sequential } from "../sequential.ts";

let made: Catalogue | undefined;

/** Everything that a model's config may name; put together when it is first asked for. */
export function catalogue(): Catalogue {
  made ??= new Catalogue(
    layers,
    ops,
    ops.image,
    losses,
    metrics,
    optimizers,
    optimizers.schedules,
    initializers,
    regularizers,
    constraints,
    activations,
    { Model, Functional, Sequential, FeatureSpace, Feature, Cross, TFDConcat, TFDIdentity },
  );
  return made;
}
