import { getThreads, ready, setThreads } from "@hornbeam/core";
import { info } from "@hornbeam/kernels";

ready()
  .then(() => setThreads(2))
  .then(
    () => Object.assign(globalThis, { outcome: "no error" }),
    (error: Error) => {
      const outcome = `${error.name}: ${error.message} ${getThreads()}: ${info().oneThreadBecause}`;
      Object.assign(globalThis, { outcome });
    },
  );
