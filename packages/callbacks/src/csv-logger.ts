import { boolean, defineCallback, type Logs, option, text } from "@hornbeam/core";
import { formatNumber } from "@hornbeam/utils";
import { fileSystem } from "./_files.ts";

const separator = /* @__PURE__ */ option<string>("one character", (x) =>
  typeof x === "string" && [...x].length === 1 && !/["\r\n]/.test(x) ? x : undefined,
);

/**
 * Writes a line an epoch into a table: the epoch, which counts from 0, and the logs in alphabetical order.
 *
 * The first epoch of a training decides on the columns. If none of them is of a validation, each gets one with `val_`
 * before its name. What an epoch does not have is `NA`. Where there is no file system, the table is in `text` only.
 *
 * @see {@link https://keras.io/api/callbacks/csv_logger/ | keras.callbacks.CSVLogger}
 * @throws {ConfigError} when the file cannot be written.
 * @example
 * const table = new CSVLogger({ filename: "run/log.csv" });
 * await model.fit(x, y, { callbacks: [table] });
 * table.text.split("\r\n")[0]; // "epoch,loss,val_loss"
 */
export class CSVLogger extends /* @__PURE__ */ defineCallback("keras.callbacks.CSVLogger", {
  filename: /* @__PURE__ */ text(),
  separator: /* @__PURE__ */ separator(","),
  /** Whether to go on where a file ends, instead of replacing it. */
  append: /* @__PURE__ */ boolean(false),
}) {
  #keys: readonly string[] | undefined;
  #header = true;
  #text = "";

  /** What this object has written since the begin of the training, or with `append` since it was made. */
  get text(): string {
    return this.#text;
  }

  override async onTrainBegin(): Promise<void> {
    const files = fileSystem();
    this.#keys = undefined;
    if (!this.append) {
      this.#text = "";
      await files?.write(this.filename, "");
    } else {
      const before = files ? await files.readText(this.filename) : this.#text;
      this.#header = !before;
    }
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    let lines = "";
    if (!this.#keys) {
      this.#keys = columns(logs);
      if (this.#header) lines = this.#line(["epoch", ...this.#keys]);
    }
    const cells = this.#keys.map((key) => {
      const value = logs[key];
      return value === undefined ? "NA" : formatNumber(value, "", { integer: false });
    });
    lines += this.#line([String(epoch), ...cells]);
    this.#text += lines;
    await fileSystem()?.append(this.filename, lines);
  }

  #line(cells: readonly string[]): string {
    const special = (cell: string) => cell.includes(this.separator) || /["\r\n]/.test(cell);
    const quoted = cells.map((cell) => (special(cell) ? `"${cell.replaceAll('"', '""')}"` : cell));
    return `${quoted.join(this.separator)}\r\n`;
  }
}

function columns(logs: Logs): string[] {
  const keys = Object.keys(logs).sort();
  const hasValidation = keys.some((key) => key.startsWith("val_"));
  return hasValidation ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
}
