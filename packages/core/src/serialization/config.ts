/** A JSON object as Keras writes it: keys in snake_case. */
export type Config = Readonly<Record<string, unknown>>;

/** An object in Keras' form. */
export interface SerializedObject {
  readonly module: string;
  readonly class_name: string;
  readonly config: Config;
  readonly registered_name: string | null;
  readonly build_config?: Config;
  readonly compile_config?: Config;
  readonly shared_object_id?: number;
}

export function isRecord(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Whether a value looks like an object in Keras' form. */
export function isSerializedObject(value: unknown): value is SerializedObject {
  return isRecord(value) && typeof value["class_name"] === "string" && "config" in value;
}
