import { getThreads, setThreads } from "@hornbeam/core";

setThreads(2).then(
  () => Object.assign(globalThis, { outcome: "no error" }),
  (error: Error) => Object.assign(globalThis, { outcome: `${error.name}: ${error.message} ${getThreads()}` }),
);
