/** How often a way is tried before the ways are compared, and first and longest runs between later tries. */
const tries = 3;
const shortest = 30;
const longest = 2000;

/**
 * Which is faster for one piece of work that comes again and again, one thread or several: tries both, keeps to the better, and
 * tries the other now and then, ever less often while it stays the worse. On a machine whose cores are taken, several threads
 * wait for one another; there one thread is the better, until the cores are free.
 */
export class Pace {
  readonly #times: [number, number] = [0, 0];
  readonly #counts: [number, number] = [0, 0];
  #pause = shortest;
  #wait = shortest;
  #left = 0;

  /** Whether the next run should be on several threads. */
  choose(): boolean {
    if (this.#counts[1] < tries) return true;
    if (this.#counts[0] < tries) return false;
    const better = this.#times[1] < this.#times[0];
    if (this.#left > 0) {
      this.#left--;
      return !better;
    }
    if (this.#wait-- > 0) return better;
    this.#left = 1; // two in a row: the first may have to wake the others
    this.#pause = Math.min(longest, 2 * this.#pause);
    this.#wait = this.#pause;
    return !better;
  }

  /** Says how long a run took. */
  note(several: boolean, time: number): void {
    const way = several ? 1 : 0;
    const other = several ? 0 : 1;
    const before = this.#times[1] < this.#times[0];
    // of the first tries the best counts, since code is compiled in them; later a moving average, which no time that is too
    // long moves far: nothing makes a run too short
    if (this.#counts[way]++ < tries)
      this.#times[way] = this.#counts[way] === 1 ? time : Math.min(this.#times[way], time);
    else this.#times[way] += (time - this.#times[way]) / (time < this.#times[way] ? 2 : 8);
    const decided = this.#counts[other] >= tries && this.#counts[way] > tries;
    if (decided && this.#times[1] < this.#times[0] !== before) {
      this.#pause = shortest;
      this.#wait = shortest;
    }
  }
}
