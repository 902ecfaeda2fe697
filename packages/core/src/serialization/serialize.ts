import { Tensor } from "@hornbeam/kernels/tfjs";
import { NDArray } from "../array/nd-array.ts";
import { ConfigError, refusal } from "../errors.ts";
import { KerasTensor } from "../graph/keras-tensor.ts";
import { isBranch } from "../graph/structure.ts";
import { classNameOf, kerasModuleOf } from "../objects/class-name.ts";
import { Configured } from "../objects/configured.ts";
import { DTypePolicy } from "../objects/dtype-policy.ts";
import { toNDArray } from "../tensor/to-nd-array.ts";
import type { Config, SerializedObject } from "./config.ts";
import { getRegisteredName, isRegistered } from "./registry.ts";
import { Slice } from "./slice.ts";
import { wasTensor } from "./stored-tensor.ts";

/** Objects that add to their config how they were built and compiled. */
interface Buildable {
  getBuildConfig?(): Config | undefined;
  getCompileConfig?(): Config | undefined;
  /** Stands for the class where Keras' name of it depends on the object. */
  serializedIdentity?(): Pick<SerializedObject, "module" | "class_name" | "registered_name"> | undefined;
}

/**
 * Anything that may stand in a config, in Keras' JSON form.
 *
 * @throws {ConfigError} for what has no such form: an unregistered function, say.
 * @see {@link https://keras.io/api/models/model_saving_apis/serialization_utils/ | keras.saving.serialize_keras_object}
 */
export function serializeKerasObject(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (value instanceof Configured) return serializeConfigured(value);
  if (value instanceof DTypePolicy) return value.serialize();
  if (value instanceof KerasTensor) return serializeKerasTensor(value);
  if (value instanceof NDArray)
    return { class_name: wasTensor(value) ? "__tensor__" : "__numpy__", config: elementsOf(value) };
  if (value instanceof Tensor) return { class_name: "__tensor__", config: elementsOf(toNDArray(value)) };
  if (value instanceof Slice) return value.serialize();
  if (typeof value === "function") return serializeFunction(value as (...args: unknown[]) => unknown);
  if (isBranch(value)) {
    if (Array.isArray(value)) return value.map(serializeKerasObject);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, serializeKerasObject(part)]));
  }
  throw refusal(ConfigError, {
    action: "serialize a value",
    expected: "it must be plain data or have `getConfig`",
    received: value,
  });
}

/** JSON has one kind of numbers: integers of 64 bits are among them. */
function elementsOf(array: NDArray): Config {
  const wide = array.dtype === "int64" || array.dtype === "uint64";
  return { value: (wide ? array.astype("float64") : array).toArray(), dtype: array.dtype };
}

function serializeConfigured(object: Configured): SerializedObject {
  const Class = object.constructor as typeof Configured;
  const inner = serializeKerasObject(object.getConfig()) as Config;
  const { getBuildConfig, getCompileConfig } = object as Buildable;
  const build = getBuildConfig?.call(object);
  const compile = getCompileConfig?.call(object);
  return {
    ...identityOf(Class),
    config: inner,
    registered_name: registeredNameOf(Class),
    ...(object as Buildable).serializedIdentity?.(),
    ...(build && { build_config: serializeKerasObject(build) as Config }),
    ...(compile && { compile_config: serializeKerasObject(compile) as Config }),
  };
}

/** Keras' own classes go by their public module; those of users by their registered name. */
function identityOf(Class: typeof Configured): Pick<SerializedObject, "module" | "class_name"> {
  return {
    module: isRegistered(Class) ? "builtins" : kerasModuleOf(Class) || "builtins",
    class_name: classNameOf(Class),
  };
}
function registeredNameOf(Class: typeof Configured): string | null {
  const module = kerasModuleOf(Class);
  if (module === "" || isRegistered(Class)) return getRegisteredName(Class);
  return module.startsWith("keras.src.") ? classNameOf(Class) : null;
}

function serializeFunction(f: (...args: unknown[]) => unknown): unknown {
  if (isRegistered(f)) {
    const name = getRegisteredName(f);
    return { module: "builtins", class_name: "function", config: name, registered_name: "function" };
  }
  if (f.name === "") {
    const hint = "Name the function and register it with `registerKerasSerializable`.";
    throw refusal(ConfigError, { action: "serialize a function", expected: "it must have a name", received: f, hint });
  }
  return { module: "builtins", class_name: "function", config: f.name, registered_name: "function" };
}

function serializeKerasTensor({ shape, dtype, history }: KerasTensor): SerializedObject {
  const keras_history = history ? [history.operation.name, history.nodeIndex, history.tensorIndex] : null;
  return { class_name: "__keras_tensor__", config: { shape, dtype, keras_history } } as unknown as SerializedObject; // no module, as Keras writes it
}
