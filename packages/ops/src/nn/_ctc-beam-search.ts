import { logSum } from "./_ctc-alignments.ts";

/** A sequence of labels, and the logarithms of its probabilities: of all alignments, and of those by their last class. */
class Beam {
  readonly parent: Beam | undefined;
  readonly label: number;
  readonly #children = new Map<number, Beam>();
  before: Probabilities = none;
  now: Probabilities = none;

  constructor(parent?: Beam, label = -1) {
    this.parent = parent;
    this.label = label;
  }

  child(label: number): Beam {
    const known = this.#children.get(label);
    if (known) return known;
    const made = new Beam(this, label);
    this.#children.set(label, made);
    return made;
  }

  get isAlive(): boolean {
    return this.now.total !== Number.NEGATIVE_INFINITY;
  }

  /** How probable the sequence was such that one more `label` would be a new one. */
  ready(label: number): number {
    return label === this.label ? this.before.blank : this.before.total;
  }

  get labels(): number[] {
    return this.parent ? [...this.parent.labels, this.label] : [];
  }
}

interface Probabilities {
  readonly blank: number;
  readonly label: number;
  readonly total: number;
}
const zero = Number.NEGATIVE_INFINITY;
const none: Probabilities = { blank: zero, label: zero, total: zero };

/** The most probable sequences of labels, found by keeping so many of them at each step. */
export function beamSearch(
  logs: Float64Array,
  { classes, blank, width }: { readonly classes: number; readonly blank: number; readonly width: number },
): { readonly labels: number[]; readonly score: number }[] {
  const root = new Beam();
  root.now = { blank: 0, label: zero, total: 0 };
  let beams = [root];
  for (let at = 0; at < logs.length; at += classes) {
    const row = logs.subarray(at, at + classes);
    for (const beam of beams) beam.before = beam.now;
    for (const beam of beams) beam.now = stayed(beam, row, blank);
    beams = grown(beams, row, { blank, width });
  }
  return beams.map((beam) => ({ labels: beam.labels, score: beam.now.total }));
}

/** The same sequence one step later: by its last label once more, by a blank, or from the sequence without it. */
function stayed(beam: Beam, row: Float64Array, blank: number): Probabilities {
  let label = beam.before.label;
  if (beam.parent) {
    if (beam.parent.isAlive) label = logSum(label, beam.parent.ready(beam.label));
    label += row[beam.label]!;
  }
  const ended = beam.before.total + row[blank]!;
  return { blank: ended, label, total: logSum(ended, label) };
}

/** The sequences and those with one more label, the most probable first, as many as are kept. */
function grown(
  beams: readonly Beam[],
  row: Float64Array,
  { blank, width }: { readonly blank: number; readonly width: number },
): Beam[] {
  const kept = [...beams].sort(byTotal);
  const mayEnter = (total: number): boolean => total > zero && (kept.length < width || total > kept.at(-1)!.now.total);
  for (const beam of beams) {
    if (!mayEnter(beam.before.total)) continue;
    for (let label = 0; label < row.length; label++) {
      if (label === blank) continue;
      const child = beam.child(label);
      if (child.isAlive) continue;
      const total = row[label]! + beam.ready(label);
      if (!mayEnter(total)) {
        child.before = none;
        continue;
      }
      child.now = { blank: zero, label: total, total };
      if (kept.length === width) kept.pop()!.now = none;
      insert(kept, child);
    }
  }
  return kept;
}

function insert(kept: Beam[], beam: Beam): void {
  let at = kept.length;
  while (at > 0 && kept[at - 1]!.now.total < beam.now.total) at--;
  kept.splice(at, 0, beam);
}

function byTotal(a: Beam, b: Beam): number {
  return b.now.total - a.now.total;
}
