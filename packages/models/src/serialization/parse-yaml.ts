import { ConfigError, refusal } from "@hornbeam/core";
import { isScalar, parseDocument, visit } from "yaml";

/** Tags of plain data; all others stand for what a reader would have to make. */
const plainTag = /^(?:tag:yaml\.org,2002:(?:map|seq|str|int|float|bool|null)|!)$/;

/**
 * Plain data from YAML. What makes more of a text than is written in it is refused: aliases, merges, tags; so is the
 * key `__proto__`.
 *
 * @throws {ConfigError} for what is refused, or no YAML.
 * @see {@link https://yaml.org/spec/1.2.2/ | YAML 1.2}
 * @example
 * parseYaml("units: 3\nshape: [null, 4]"); // { units: 3, shape: [null, 4] }
 */
export function parseYaml(text: string): unknown {
  const document = parseDocument(text, { merge: false, schema: "core", strict: true, logLevel: "silent" });
  visit(document, {
    Node(_, { tag }) {
      if (tag !== undefined && !plainTag.test(tag)) throw refused("a tag is not allowed", tag);
    },
    Alias(_, { source }) {
      throw refused("an alias is not allowed", `*${source}`);
    },
    Pair(_, { key }) {
      const name = isScalar(key) ? key.value : key;
      if (name === "<<") throw refused("a merge of keys is not allowed", name);
      if (name === "__proto__") throw refused("this key is not allowed", name);
    },
  });
  const [error] = document.errors;
  if (error) throw refused("the text must parse as YAML", error.message.split("\n")[0]);
  return document.toJS({ maxAliasCount: 0 });
}

function refused(expected: string, received: unknown): ConfigError {
  return refusal(ConfigError, { action: "parse YAML", expected, received });
}
