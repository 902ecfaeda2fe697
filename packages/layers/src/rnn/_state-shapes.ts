import { type Config, mapStructure, type Tensor } from "@hornbeam/core";

/** The shapes of the states that came with a recurrent layer's first call: its `build_config` names them, as in Keras. */
export class StateShapes {
  #shapes: unknown;

  /** Notes the states of a call, if there are any. */
  note(given: unknown): void {
    if (given) this.#shapes = mapStructure(given, (state) => [...(state as Tensor).shape]);
  }
  write(config: Config | undefined): Config | undefined {
    if (!config || this.#shapes === undefined) return config;
    return { shapes_dict: { sequences_shape: config["input_shape"], initial_state_shape: this.#shapes } };
  }
  read(config: Config): Config {
    const shapes = config["shapes_dict"] as Config | undefined;
    this.#shapes = shapes?.["initial_state_shape"];
    return shapes ? { input_shape: shapes["sequences_shape"] } : config;
  }
}
