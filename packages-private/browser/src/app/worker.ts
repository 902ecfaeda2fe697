// no more than this: WebKit runs the file of a worker once more when another imports from it, as Vite's chunks do
import("./program.ts").then(({ program }) => program()).then((outcome) => postMessage(outcome), reportError);
