import { control } from "../abi.ts";

/**
 * The program of a helper, as text: so it needs no file that a bundler would have to find. It runs `help` of
 * assembly/threads.ts on the memory that it is given, shows in memory that it is there, says when it is ready, and why it ends.
 */
export const helperSource = `
const live = ({ module, wide, memory, address, number }, say) => {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  exports.widen(wide ? 1 : 0);
  const present = new Uint8Array(memory.buffer, address + ${control.present});
  Atomics.store(present, number, 1);
  say("ready");
  let end = "left";
  try {
    exports.help(address, number);
  } catch (error) {
    const words = new Int32Array(memory.buffer, address);
    Atomics.add(words, ${control.failed / 4}, 1);
    Atomics.add(words, ${control.pulse / 4}, 1);
    Atomics.notify(words, ${control.pulse / 4});
    end = "failed: " + error;
  }
  Atomics.store(present, number, 0); // first: whoever hears of the end may start another of this number
  say(end);
};
if (globalThis.WorkerGlobalScope) onmessage = ({ data }) => live(data, (text) => postMessage(text));
else {
  const { parentPort, workerData } = require("node:worker_threads");
  live(workerData, (text) => parentPort.postMessage(text));
}
`;
