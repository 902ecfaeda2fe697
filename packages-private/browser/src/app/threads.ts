import { onThreads } from "./on-threads.ts";

onThreads(2).then((outcome) => Object.assign(globalThis, { outcome }), reportError);
