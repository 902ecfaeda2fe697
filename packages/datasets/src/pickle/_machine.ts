import type { Refuse } from "../npz/_refuse-to.ts";
import { Unreadable } from "./_byte-reader.ts";
import { build, reduce } from "./_numpy.ts";
import { ArrayObject, Bytes, DTypeObject, Global, type Held, type PickleKey, type PickleValue } from "./_values.ts";

/** What is known of a list, tuple or dictionary. */
interface Facts {
  readonly isTuple: boolean;
  depth: number;
  /** It is in another one, and must stay as it is. */
  placed: boolean;
}

const deepest = 100;

/**
 * The stack and the memo that a pickle's opcodes work on. What is built is a tree: a list or dictionary is in one place
 * only, and does not change once it is there, so that no few bytes make endless or exponentially large structures.
 */
export class Machine {
  readonly #stack: Held[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, Held>();
  readonly #facts = new Map<Held, Facts>();
  readonly #refuse: Refuse;

  constructor(refuse: Refuse) {
    this.#refuse = refuse;
  }

  push(value: Held): void {
    this.#stack.push(value);
  }
  mark(): void {
    this.#marks.push(this.#stack.length);
  }
  top(): Held {
    this.#require(1);
    return this.#stack.at(-1) as Held;
  }
  pop(): Held {
    if (this.#marks.at(-1) === this.#stack.length)
      throw new Unreadable("the stack must hold a value, it is out of range");
    this.#require(1);
    return this.#stack.pop() as Held;
  }
  /** POP takes a mark where one is on top. */
  drop(): void {
    if (this.#marks.at(-1) === this.#stack.length) this.#marks.pop();
    else this.pop();
  }
  popToMark(): Held[] {
    const from = this.#marks.pop();
    if (from === undefined || from > this.#stack.length)
      throw new Unreadable("a mark must be on the stack, it is missing");
    return this.#stack.splice(from);
  }

  put(slot: number): void {
    this.#memo.set(slot, this.top());
  }
  memoize(): void {
    this.put(this.#memo.size);
  }
  get(slot: number): void {
    if (!this.#memo.has(slot)) throw new Unreadable("the memo must hold what is asked of it, it is missing", slot);
    this.#stack.push(this.#memo.get(slot) as Held);
  }

  list(items: readonly Held[]): void {
    const list: Held[] = [];
    this.#facts.set(list, { isTuple: false, depth: 1, placed: false });
    this.#stack.push(list);
    this.append(items);
  }
  tuple(items: Held[]): void {
    const facts = { isTuple: true, depth: 1, placed: false };
    for (const item of items) this.#hold(facts, item);
    this.#facts.set(items, facts);
    this.#stack.push(items);
  }
  /** A tuple of what is on top of the stack. */
  tupleOf(count: number): void {
    const items = Array.from({ length: count }, () => this.pop());
    this.tuple(items.reverse());
  }
  dictionary(items: readonly Held[]): void {
    const map = new Map<PickleKey, PickleValue>();
    this.#facts.set(map, { isTuple: false, depth: 1, placed: false });
    this.#stack.push(map);
    this.setItems(items);
  }

  append(items: readonly Held[]): void {
    const list = this.top();
    const facts = this.#open(list);
    if (!Array.isArray(list) || facts.isTuple) throw new Unreadable("what is appended to must be a list");
    for (const item of items) {
      this.#hold(facts, item);
      list.push(this.finish(item));
    }
  }
  setItems(items: readonly Held[]): void {
    const map = this.top();
    const facts = this.#open(map);
    if (!(map instanceof Map)) throw new Unreadable("what items are set in must be a dictionary");
    if (items.length % 2 !== 0) throw new Unreadable("a dictionary must have a value for each key, one is missing");
    for (let i = 0; i < items.length; i += 2) {
      const key = this.finish(items[i] as Held);
      if (typeof key === "object" && key !== null) throw new Unreadable("a dictionary's keys must be text or numbers");
      this.#hold(facts, items[i + 1] as Held);
      map.set(key, this.finish(items[i + 1] as Held));
    }
  }

  call(): void {
    const args = this.pop();
    this.#stack.push(reduce(this.pop(), args));
  }
  setState(): void {
    const state = this.pop();
    if (Array.isArray(state) && this.#facts.get(state[4] as Held)?.isTuple) {
      throw new Unreadable("the objects of an array must be a list");
    }
    build(this.top(), state, this.#refuse);
  }

  /** The one value that is left at the end. */
  result(): PickleValue {
    const value = this.finish(this.pop());
    if (this.#stack.length + this.#marks.length > 0) throw new Unreadable("it must leave one value, and no more");
    return value;
  }

  /** A value as it comes out: byte strings as text, arrays as such. */
  finish(value: Held): PickleValue {
    if (value instanceof Bytes) return value.text;
    if (value instanceof ArrayObject) {
      if (value.value === undefined) throw new Unreadable("an array must have a state, which is missing");
      return value.value;
    }
    if (Array.isArray(value)) {
      if (this.#facts.get(value)?.isTuple) value.forEach((item, i) => void (value[i] = this.finish(item)));
      return value as PickleValue[];
    }
    if (value instanceof Global)
      throw new Unreadable("it must not hold globals as values, which are not allowed", value.name);
    if (value instanceof DTypeObject)
      throw new Unreadable("it must not hold dtypes as values, which are not allowed", value.code);
    return value;
  }

  #open(target: Held): Facts {
    const facts = this.#facts.get(target);
    if (!facts) throw new Unreadable("what values are put in must be a list or a dictionary");
    if (facts.placed) throw new Unreadable("a list must not change once it is in another: it could hold itself");
    return facts;
  }

  /** Puts a value into a container, as far as the shape of the whole is concerned. */
  #hold(holder: Facts, item: Held): void {
    if (item instanceof ArrayObject) {
      if (item.value === undefined) throw new Unreadable("an array must have a state, which is missing");
      if (!Array.isArray(item.value)) return;
      if (item.placed) throw new Unreadable("an array of objects must not be in more than one place");
      item.placed = true;
      this.#deepen(holder, this.#facts.get(item.value)?.depth ?? 0);
      return;
    }
    const facts = this.#facts.get(item);
    if (!facts) return;
    // a tuple of plain values may be shared: Python does so by itself
    if (facts === holder || (facts.placed && !(facts.isTuple && facts.depth === 1))) {
      throw new Unreadable("a list must not be in more than one place, nor hold itself");
    }
    facts.placed = true;
    this.#deepen(holder, facts.depth);
  }

  #deepen(holder: Facts, depth: number): void {
    holder.depth = Math.max(holder.depth, depth + 1);
    if (holder.depth > deepest) throw new Unreadable(`it must not nest more than ${deepest} deep`);
  }

  #require(count: number): void {
    if (this.#stack.length < count) throw new Unreadable("the stack must hold a value, it is out of range");
  }
}
