import { program } from "./program.ts";

program().then((outcome) => postMessage(outcome), reportError);
