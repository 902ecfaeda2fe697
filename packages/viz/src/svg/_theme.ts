/** Colours, sizes and the font of every picture. Text on the background has a contrast of at least 4.5. */
export const theme = {
  background: "#ffffff",
  ink: "#1f2937",
  muted: "#5b6472",
  axis: "#9aa3af",
  grid: "#e6e9ee",
  frame: "#d3d8df",
  good: "#15803d",
  bad: "#c81e1e",
  /** Verdana has the proportions of DejaVu Sans, so text fits where the first is not installed. */
  font: "DejaVu Sans, Bitstream Vera Sans, Verdana, Geneva, sans-serif",
  /** Hues of series, in turn. */
  hues: ["#2563c9", "#c2540a", "#1a7f4b", "#7a3fd1", "#be1d5c", "#0b7285", "#8a5a22", "#4b5563"],
  margin: 24,
  titleSize: 17,
} as const;
