/** How a column of a table looks. */
export interface Column {
  readonly header: string;
  readonly width: number;
  readonly align: "left" | "right" | "center";
}

/**
 * A table in box characters, a line below each row, as Keras prints summaries. Cells wrap at spaces; a word that does
 * not fit is cut, with an ellipsis at its end.
 */
export function drawTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const rule = (left: string, line: string, cross: string, right: string): string =>
    left + columns.map(({ width }) => line.repeat(width + 2)).join(cross) + right;
  const draw = (cells: readonly string[], edge: string): string[] => {
    const wrapped = cells.map((cell, i) => wrap(cell, columns[i]!.width));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, line) => {
      const parts = columns.map((column, i) => ` ${align(wrapped[i]![line] ?? "", column)} `);
      return `${edge}${parts.join(edge)}${edge}`;
    });
  };
  const between = rule("├", "─", "┼", "┤");
  const body = rows.flatMap((row, i) => (i === 0 ? draw(row, "│") : [between, ...draw(row, "│")]));
  const header = draw(
    columns.map((column) => column.header),
    "┃",
  );
  return [rule("┏", "━", "┳", "┓"), ...header, rule("┡", "━", "╇", "┩"), ...body, rule("└", "─", "┴", "┘")].join("\n");
}

function align(text: string, { width, align: side }: Column): string {
  const gap = width - text.length;
  if (side === "left") return text + " ".repeat(gap);
  if (side === "right") return " ".repeat(gap) + text;
  return " ".repeat(Math.floor(gap / 2)) + text + " ".repeat(Math.ceil(gap / 2));
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  // a word keeps the spaces around it, so that an indent stays where a line begins with one
  for (const word of text.match(/\s*\S+\s*/g) ?? []) {
    if (line === "" || line.length + word.trimEnd().length <= width) line += word;
    else {
      lines.push(line.trimEnd());
      line = word;
    }
  }
  lines.push(line.trimEnd());
  return lines.map((each) => (each.length <= width ? each : `${each.slice(0, width - 1)}…`));
}
