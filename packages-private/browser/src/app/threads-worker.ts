// the number that the page has given the worker as its name, if any
import("./on-threads.ts")
  .then(({ onThreads }) => onThreads(Number(name) || undefined))
  .then((outcome) => postMessage(outcome), reportError);
