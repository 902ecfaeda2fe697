import type { DType } from "../array/dtype.ts";
import { ConfigError, OptionError, refusal } from "../errors.ts";
import { DTypePolicy } from "../objects/dtype-policy.ts";
import type { Config } from "../serialization/config.ts";
import { currentDTypePolicy } from "./current.ts";

/**
 * Policies by the paths of layers, which may be regular expressions for whole paths; all others have a default.
 *
 * @param defaultPolicy That of `config.dtypePolicy()` unless given.
 * @param policyMap Policies to begin with.
 * @see {@link https://keras.io/api/mixed_precision/policy/ | keras.dtype_policies.DTypePolicyMap}
 * @example
 * const policies = new dtypePolicies.DTypePolicyMap(null, { "encoder/.*": new DTypePolicy("bfloat16") });
 * policies.get("encoder/dense").name; // "bfloat16"
 * policies.get("decoder/dense").name; // "float32"
 */
export class DTypePolicyMap extends DTypePolicy implements Iterable<[path: string, policy: DTypePolicy]> {
  protected override readonly className: string = "DTypePolicyMap";
  readonly #given: DTypePolicy | null;
  readonly #policies: Map<string, DTypePolicy>;

  constructor(defaultPolicy: DTypePolicy | null = null, policyMap: Readonly<Record<string, DTypePolicy>> = {}) {
    if (defaultPolicy instanceof DTypePolicyMap) {
      const expected = "`defaultPolicy` must not be a map itself";
      throw refusal(OptionError, { action: "create DTypePolicyMap", expected, received: defaultPolicy });
    }
    super("float32");
    this.#given = defaultPolicy;
    this.#policies = new Map(Object.entries(policyMap));
    Object.defineProperty(this, "name", { get: () => `map_${this.defaultPolicy.name}`, enumerable: true });
  }

  get defaultPolicy(): DTypePolicy {
    return this.#given ?? currentDTypePolicy();
  }
  override get variableDType(): DType {
    return this.defaultPolicy.variableDType;
  }
  override get computeDType(): DType {
    return this.defaultPolicy.computeDType;
  }

  /**
   * The policy of a path: its own, or that of the one pattern that matches all of it, or the default.
   *
   * @throws {ConfigError} when several patterns match.
   */
  get(path: string): DTypePolicy {
    const own = this.#policies.get(path);
    if (own) return own;
    const matching = [...this.#policies.keys()].filter((pattern) => new RegExp(`^(?:${pattern})$`).test(path));
    if (matching.length < 2) return matching[0] === undefined ? this.defaultPolicy : this.#policies.get(matching[0])!;
    throw refusal(ConfigError, {
      action: `read the policy of "${path}"`,
      expected: "a path must match no more than one pattern",
      received: matching,
    });
  }

  override forPath(path: string): DTypePolicy {
    return this.get(path);
  }

  /** @throws {OptionError} when the path has a policy already. */
  set(path: string, policy: DTypePolicy): this {
    if (this.#policies.has(path)) {
      const expected = `"${path}" must not have a policy already`;
      throw refusal(OptionError, { action: "add to DTypePolicyMap", expected, received: this.#policies.get(path) });
    }
    this.#policies.set(path, policy);
    return this;
  }
  has(path: string): boolean {
    return this.#policies.has(path);
  }
  delete(path: string): boolean {
    return this.#policies.delete(path);
  }
  get size(): number {
    return this.#policies.size;
  }
  [Symbol.iterator](): IterableIterator<[path: string, policy: DTypePolicy]> {
    return this.#policies[Symbol.iterator]();
  }

  override getConfig(): Config {
    const policies = [...this.#policies].map(([path, policy]) => [path, policy.serialize()]);
    return { default_policy: this.#given?.serialize() ?? null, policy_map: Object.fromEntries(policies) };
  }
}
