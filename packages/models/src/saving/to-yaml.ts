import { isRecord } from "@hornbeam/core";

/**
 * Plain data as YAML: blocks of keys and of list items, texts in double quotes.
 *
 * @see {@link https://yaml.org/spec/1.2.2/ | YAML 1.2}
 * @example
 * toYaml({ units: 3, shape: [null, 4] }); // "units: 3\nshape:\n  - null\n  - 4\n"
 */
export function toYaml(value: unknown): string {
  return isBlock(value) ? `${block(value, "").join("\n")}\n` : `${scalar(value)}\n`;
}

function block(value: unknown, indent: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item) => entry(`${indent}-`, item, indent));
  return Object.entries(value as object).flatMap(([key, item]) => entry(`${indent}${keyText(key)}:`, item, indent));
}

function entry(head: string, value: unknown, indent: string): string[] {
  return isBlock(value) ? [head, ...block(value, `${indent}  `)] : [`${head} ${scalar(value)}`];
}

function isBlock(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : isRecord(value) && Object.keys(value).length > 0;
}

function keyText(key: string): string {
  return /^[a-z_][a-z0-9_]*$/i.test(key) && !/^(?:null|true|false|yes|no|on|off|y|n)$/i.test(key)
    ? key
    : JSON.stringify(key);
}

function scalar(value: unknown): string {
  if (typeof value !== "number") return JSON.stringify(value ?? null);
  if (Number.isNaN(value)) return ".nan";
  return Number.isFinite(value) ? String(value) : value > 0 ? ".inf" : "-.inf";
}
