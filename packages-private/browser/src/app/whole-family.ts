// `import * as keras` in a page: every name space is there, and a layer computes.
import * as keras from "hornbeam";

keras.ready().then(() => {
  const layer = new keras.layers.Activation({ activation: "relu" });
  const y = keras.tidy(() => [...layer(keras.ops.tensor([-1, 2])).dataSync()]);
  Object.assign(globalThis, { outcome: { y, names: Object.keys(keras).length } });
}, reportError);
