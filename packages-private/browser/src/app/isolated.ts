import { onThreads } from "./on-threads.ts";

onThreads().then((outcome) => Object.assign(globalThis, { outcome }), reportError);
