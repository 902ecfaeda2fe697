import { afterEach, describe, expect, it } from "vitest";
import * as config from "../config/index.ts";
import { clearSession } from "../session.ts";
import { show } from "../show.ts";
import * as dtypePolicies from "./index.ts";
import { dtypePolicy } from "./option.ts";

const { DTypePolicy, DTypePolicyMap, QuantizedDTypePolicy } = dtypePolicies;

afterEach(() => {
  config.setDtypePolicy("float32");
  config.setFloatx("float32");
});

describe("dtypePolicies.get", () => {
  it("reads names, configs and policies", () => {
    expect(dtypePolicies.get("mixed_float16").computeDType).toBe("float16");
    expect(dtypePolicies.get("mixed_float16").variableDType).toBe("float32");
    expect(dtypePolicies.get("int8").name).toBe("int8");
    expect(
      dtypePolicies.get({ module: "keras", class_name: "DTypePolicy", config: { name: "float64" } } as never).name,
    ).toBe("float64");
    const policy = new DTypePolicy("bfloat16");
    expect(dtypePolicies.get(policy)).toBe(policy);
    expect(dtypePolicies.get(null).name).toBe("float32");
  });

  it("refuses other names and configs", () => {
    expect(() => dtypePolicies.get("float12")).toThrow(
      'Cannot create DTypePolicy: `name` must be a dtype, mixed_float16 or mixed_bfloat16, received "float12"',
    );
    expect(() => dtypePolicies.get("int8_float32")).toThrow(
      'Cannot read a dtype policy: the name must be <mode>_from_<policy>, received "int8_float32"',
    );
    expect(() => dtypePolicies.deserialize({ class_name: "DTypePolice", config: {} })).toThrow(
      'Cannot deserialize a dtype policy: `class_name` must be one of a policy, beside its `config`, received "DTypePolice"\nDid you mean "DTypePolicy"?',
    );
  });
});

describe("quantized policies", () => {
  // names and configs as Keras 3.15.1 gives them
  const known: readonly (readonly [string, string, object])[] = [
    ["int8_from_mixed_bfloat16", "QuantizedDTypePolicy", { mode: "int8", source_name: "mixed_bfloat16" }],
    ["int4_from_float32", "QuantizedDTypePolicy", { mode: "int4", source_name: "float32" }],
    ["int4/128_from_float32", "Int4DTypePolicy", { mode: "int4/128", source_name: "float32" }],
    [
      "float8_from_float32",
      "QuantizedFloat8DTypePolicy",
      { mode: "float8", source_name: "float32", amax_history_length: 1024 },
    ],
    ["gptq/4/-1_from_float32", "GPTQDTypePolicy", { mode: "gptq/4/-1", source_name: "float32" }],
    ["awq/4/64_from_float32", "AWQDTypePolicy", { mode: "awq/4/64", source_name: "float32" }],
  ];
  for (const [name, className, settings] of known) {
    it(`are read and written: ${name}`, () => {
      const policy = dtypePolicies.get(name);
      expect(policy.name).toBe(name);
      expect(dtypePolicies.serialize(policy)).toEqual({
        module: "keras.dtype_policies",
        class_name: className,
        config: settings,
        registered_name: null,
      });
      expect(dtypePolicies.deserialize(dtypePolicies.serialize(policy)).equals(policy)).toBe(true);
      expect(policy.equals(new DTypePolicy("float32"))).toBe(false);
    });
  }

  it("refuse modes that there are not", () => {
    expect(() => new QuantizedDTypePolicy("int2", "float32")).toThrow(
      'Cannot create QuantizedDTypePolicy: `mode` must be one of "int8", "float8", "int4", "gptq", "awq", received "int2"',
    );
    expect(() => new QuantizedDTypePolicy("int8", "mixed_float16")).toThrow(
      'must not be "int8" where a layer computes in float16',
    );
    expect(() => new dtypePolicies.GPTQDTypePolicy("gptq/5/128", "float32")).toThrow("must name 2, 3, 4 or 8 bits");
    expect(() => new dtypePolicies.GPTQDTypePolicy("gptq/4", "float32")).toThrow('must be "gptq/<bits>/<group size>"');
    expect(() => new dtypePolicies.AWQDTypePolicy("awq/8/128", "float32")).toThrow("must name 4 bits");
    expect(() => new dtypePolicies.Int4DTypePolicy("int4/0", "float32")).toThrow("must name groups of a positive size");
  });

  it("are not for layers", () => {
    expect(() => dtypePolicy().read(new QuantizedDTypePolicy("int8", "float32"))).toThrow(
      'Cannot use a dtype policy: `dtype` must not be quantized: layers here store and compute in float32, received "int8_from_float32"',
    );
    const written = dtypePolicies.get("int4/128_from_float32").serialize();
    expect(() => dtypePolicy().read(written)).toThrow("Save the model before it is quantized.");
  });
});

describe("DTypePolicyMap", () => {
  it("finds policies by paths and patterns", () => {
    const policies = new DTypePolicyMap(new DTypePolicy("float64"));
    policies.set("encoder/layer_0/dense", new DTypePolicy("bfloat16")).set("encoder/.*", new DTypePolicy("float16"));
    policies.set("decoder", new DTypePolicy("bfloat16"));
    expect(policies.get("encoder/layer_0/dense").name).toBe("bfloat16");
    expect(policies.get("encoder/attention/query").name).toBe("float16");
    expect(policies.get("decoder/attention").name).toBe("float64");
    expect(policies.forPath("decoder").name).toBe("bfloat16");
    expect([policies.name, policies.size, policies.has("decoder")]).toEqual(["map_float64", 3, true]);
    policies.set("encoder/attention/.*", new DTypePolicy("bfloat16"));
    expect(() => policies.get("encoder/attention/query")).toThrow(
      'Cannot read the policy of "encoder/attention/query": a path must match no more than one pattern, received ["encoder/.*", "encoder/attention/.*"]',
    );
    expect(() => policies.set("decoder", new DTypePolicy("float16"))).toThrow(
      '"decoder" must not have a policy already',
    );
    expect(policies.delete("decoder")).toBe(true);
    expect([...policies].map(([path]) => path)).not.toContain("decoder");
  });

  it("is written and read", () => {
    const policies = new DTypePolicyMap(null, { "a/.*": new DTypePolicy("float16") });
    expect(policies.serialize()).toEqual({
      module: "keras.dtype_policies",
      class_name: "DTypePolicyMap",
      config: {
        default_policy: null,
        policy_map: {
          "a/.*": { module: "keras", class_name: "DTypePolicy", config: { name: "float16" }, registered_name: null },
        },
      },
      registered_name: null,
    });
    expect(dtypePolicies.get(policies.serialize()).equals(policies)).toBe(true);
    expect(show(policies)).toContain("map_float32");
    expect(() => new DTypePolicyMap(policies)).toThrow("`defaultPolicy` must not be a map itself");
  });
});

describe("config", () => {
  it("sets the policy of layers that are given none", () => {
    expect(config.dtypePolicy().name).toBe("float32");
    config.setDtypePolicy("mixed_bfloat16");
    expect(dtypePolicy(null).read(null)!.name).toBe("mixed_bfloat16");
    clearSession();
    config.setFloatx("float16");
    expect(config.dtypePolicy().name).toBe("float16");
  });

  it("has values that can be set, and refuses others", () => {
    config.setEpsilon(1e-5);
    expect(config.epsilon()).toBe(1e-5);
    config.setEpsilon(1e-7);
    config.setImageDataFormat("channels_first");
    expect(config.imageDataFormat()).toBe("channels_first");
    config.setImageDataFormat("channels_last");
    expect([config.isInteractiveLoggingEnabled(), config.isTracebackFilteringEnabled()]).toEqual([true, true]);
    config.disableTracebackFiltering();
    expect(config.isTracebackFilteringEnabled()).toBe(false);
    config.enableTracebackFiltering();
    config.disableFlashAttention();
    expect(config.isFlashAttentionEnabled()).toBe(false);
    expect(() => config.enableFlashAttention()).toThrow(
      "Cannot call config.enableFlashAttention: attention must be computed as it is: there is no other way to choose, received true",
    );
    config.setMaxEpochs(2);
    expect([config.maxEpochs(), config.maxStepsPerEpoch()]).toEqual([2, null]);
    config.setMaxEpochs(null);
    expect(() => config.setFloatx("float12" as "float16")).toThrow(
      'Cannot call config.setFloatx: `value` must be one of "bfloat16", "float16", "float32", "float64", received "float12"',
    );
    expect(() => config.setEpsilon(0)).toThrow("`value` must be a positive number, received 0");
    expect(() => config.setMaxEpochs(0)).toThrow("`maxEpochs` must be a positive integer or null, received 0");
    config.setBackend(config.backend());
    expect(() => config.setBackend("jax")).toThrow(
      'Cannot call config.setBackend: `backend` must be "tensorflowjs", the only one here, received "jax"',
    );
  });
});
