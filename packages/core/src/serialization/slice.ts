/** Part of an index: `start:stop:step`, null where Python leaves one out. */
export class Slice {
  readonly start: number | null;
  readonly stop: number | null;
  readonly step: number | null;

  constructor(start: number | null = null, stop: number | null = null, step: number | null = null) {
    this.start = start;
    this.stop = stop;
    this.step = step;
  }
  serialize(): unknown {
    return { class_name: "__slice__", config: { start: this.start, stop: this.stop, step: this.step } };
  }
}
