import { onThreads } from "./on-threads.ts";

onThreads().then((outcome) => postMessage(outcome), console.error);
