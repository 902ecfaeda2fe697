// One layer, called by hand.
import { ready, toTensor } from "@hornbeam/core";
import { Flatten } from "@hornbeam/layers";

await ready();
document.body.textContent = String(new Flatten()(toTensor([[[1, 2]]])).shape);
