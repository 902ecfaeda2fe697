// `import * as keras` in a page: every name space is there, and a layer computes.
import * as keras from "hornbeam";

await keras.ready();
const y = keras.tidy(() => new keras.layers.Activation({ activation: "relu" })(keras.ops.tensor([-1, 2])).dataSync());
Object.assign(globalThis, { outcome: { y: [...y], names: Object.keys(keras).length } });
