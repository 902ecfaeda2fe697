import { nodeOutput } from "./progbar-output_node.ts";

/** Where progress bars and messages go. */
export interface TextOutput {
  /** Whether what was written can be drawn over. */
  readonly terminal: boolean;
  write(text: string): void;
}

/** The process' standard output in Node, the console elsewhere. */
export function textOutput(): TextOutput {
  return nodeOutput() ?? consoleOutput();
}

let pending = "";

/** The console takes whole lines only. */
function consoleOutput(): TextOutput {
  return {
    terminal: false,
    write(text) {
      const lines = (pending + text).split("\n");
      pending = lines.pop()!;
      for (const line of lines) {
        // biome-ignore lint/suspicious/noConsole: a page has no other place for text
        if (line !== "") console.log(line);
      }
    },
  };
}
