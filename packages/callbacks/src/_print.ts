import { textOutput } from "@hornbeam/utils";

/** Says something to the user on a line of its own. */
export function print(message: string): void {
  textOutput().write(`${message}\n`);
}
