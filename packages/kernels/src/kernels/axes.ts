/** An axis of a result, and how many elements each operand goes on by along it. */
export interface Axis {
  readonly size: number;
  readonly steps: readonly number[];
}

/**
 * The fewest axes that mean the same: those of size 1 go, and neighbours become one where every operand goes on from the
 * end of the inner axis to the next place of the outer one.
 */
export function mergeAxes(axes: readonly Axis[]): Axis[] {
  const merged: Axis[] = [];
  for (const axis of axes) {
    if (axis.size === 1) continue;
    const outer = merged.at(-1);
    const joins = outer?.steps.every((step, i) => step === axis.steps[i]! * axis.size);
    if (outer && joins) merged[merged.length - 1] = { size: outer.size * axis.size, steps: axis.steps };
    else merged.push(axis);
  }
  return merged;
}

/** Exactly `count` axes: axes of one element that nobody moves along are put in front. */
export function padAxes(axes: readonly Axis[], count: number, operands: number): Axis[] {
  const still: Axis = { size: 1, steps: new Array<number>(operands).fill(0) };
  return [...new Array<Axis>(Math.max(0, count - axes.length)).fill(still), ...axes];
}

/** Steps of an operand of `shape` that is broadcast to `rank` axes. */
export function broadcastSteps(shape: readonly number[], rank: number): number[] {
  const steps = new Array<number>(rank).fill(0);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1) steps[rank - shape.length + axis] = step;
    step *= shape[axis]!;
  }
  return steps;
}

/** Steps of an operand of `shape` as it lies in memory. */
export function stepsOf(shape: readonly number[]): number[] {
  const steps = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1]! * shape[axis + 1]!;
  return steps;
}
