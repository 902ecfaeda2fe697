import { ConfigError } from "@hornbeam/core";
import { describe, expect, it } from "vitest";
import { FlaxLayer } from "./flax-layer.ts";
import { JaxLayer } from "./jax-layer.ts";
import { TFSMLayer } from "./tfsm-layer.ts";
import { TorchModuleWrapper } from "./torch-module-wrapper.ts";

describe("layers around other frameworks", () => {
  it.each([
    [TorchModuleWrapper, "TorchModuleWrapper", "a module of PyTorch"],
    [FlaxLayer, "FlaxLayer", "a module of Flax"],
    [JaxLayer, "JaxLayer", "functions of JAX"],
    [TFSMLayer, "TFSMLayer", "a SavedModel of TensorFlow"],
  ] as const)("refuse to be made, from code and from configs: %o", (Class, name, wrapped) => {
    const message = `Cannot create ${name}: it wraps ${wrapped}, which runs in Python only\nWrite the part in layers of Keras`;
    expect(() => new Class({ module: "x" })).toThrow(message);
    expect(() => new Class()).toThrow(ConfigError);
    expect(() => Class.fromConfig()).toThrow(message);
  });
});
