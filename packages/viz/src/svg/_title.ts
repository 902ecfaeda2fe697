import { textAt, textWidth } from "./_text.ts";
import { theme } from "./_theme.ts";

/** Height that the title line takes, the space below it included. */
export const titleHeight = 36;

/** The title line of a picture, with a remark in grey beside it. */
export function titleLine(title: string | undefined, remark: string | undefined, fit: number): string {
  const { margin, titleSize } = theme;
  const y = margin + titleSize * 0.8;
  const style = { size: titleSize, weight: "bold" } as const;
  if (title === undefined) return remark === undefined ? "" : textAt(margin, y, remark, { ...style, fit });
  const end = { size: 12, fill: theme.muted, anchor: "end" } as const;
  const side = remark === undefined ? 0 : textWidth(remark, end) + 24;
  const remarkFits = Math.min(textWidth(title, style), 240) + side <= fit;
  return (
    textAt(margin, y, title, { ...style, fit: remarkFits ? fit - side : fit }) +
    (remark !== undefined && remarkFits ? textAt(margin + fit, y, remark, end) : "")
  );
}
