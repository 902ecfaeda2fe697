import { type Config, Layer } from "@hornbeam/core";

type ConfigClass = { fromConfig(config: Config): unknown; schema: Readonly<Record<string, { key?: string }>> };

/** A new layer of the same config, with new weights. Layers inside are new, too. */
export function cloneLayer<L extends { getConfig(): Config }>(layer: L, overrides: Config): L {
  const Class = layer.constructor as unknown as ConfigClass; // classes of layers are configured ones
  const config: Record<string, unknown> = layer.getConfig();
  for (const name of Object.keys(Class.schema)) {
    const held = (layer as unknown as Record<string, unknown>)[name]; // options are fields of their own names
    if (held instanceof Layer) config[name] = cloneLayer(held, {});
    else if (Array.isArray(held) && held.length > 0 && held.every((one) => one instanceof Layer)) {
      config[name] = held.map((one) => cloneLayer(one, {}));
    }
  }
  return Class.fromConfig({ ...config, ...overrides }) as L;
}
