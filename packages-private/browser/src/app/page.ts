import { plotHistory } from "@hornbeam/viz";
import { program } from "./program.ts";

const outcome = await program();
document.body.append(
  plotHistory({ epoch: outcome.losses.map((_, i) => i), history: { loss: outcome.losses } }).toElement(),
);
Object.assign(globalThis, { outcome });
