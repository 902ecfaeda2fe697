import { ConfigError, OptionError, refusal } from "../errors.ts";
import { DTypePolicy, isPolicyName } from "../objects/dtype-policy.ts";
import { option } from "../options/option.ts";
import { isSerializedObject } from "../serialization/config.ts";
import { currentDTypePolicy } from "./current.ts";

const expected = "`dtype` must not be quantized: layers here store and compute in float32";

/** A dtype, the name of a policy, or a policy; null means that of `config.dtypePolicy()`. */
export const dtypePolicy = /* @__PURE__ */ option<DTypePolicy, DTypePolicy | string | null>(
  "a dtype or a dtype policy",
  (input) => {
    if (input instanceof DTypePolicy) {
      if (input.quantizationMode === null) return input;
      throw refusal(OptionError, { action: "use a dtype policy", option: "dtype", expected, received: input.name });
    }
    if (input === null) return currentDTypePolicy();
    if (isPolicyName(input)) return new DTypePolicy(input);
    if (!isSerializedObject(input)) return undefined;
    const { class_name, config } = input;
    if (class_name === "DTypePolicy" || class_name === "FloatDTypePolicy")
      return config["name"] === null ? currentDTypePolicy() : new DTypePolicy(String(config["name"]));
    // the classes themselves would come with every layer that is bundled
    if (!/DTypePolicy$/.test(class_name)) return undefined;
    const hint = "Save the model before it is quantized.";
    throw refusal(ConfigError, { action: "use a dtype policy", expected, received: class_name, hint });
  },
);
