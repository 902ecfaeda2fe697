import { plotHistory } from "@hornbeam/viz";
import { program } from "./program.ts";

// no `await` at the top level: Vite's chunks would wait for this module, and this module for them
program().then((outcome) => {
  const epoch = outcome.losses.map((_, index) => index);
  document.body.append(plotHistory({ epoch, history: { loss: outcome.losses } }).toElement());
  Object.assign(globalThis, { outcome });
}, reportError);
