import { onThreads } from "./on-threads.ts";

// the number that the page has given the worker as its name, if any
onThreads(Number(name) || undefined).then((outcome) => postMessage(outcome), reportError);
