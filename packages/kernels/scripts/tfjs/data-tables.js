// Tables by data id that keep their entries on the ids themselves. The weak maps of TensorFlow.js in their place take longer than
// all else in the life of a small tensor, and the garbage collector goes through them each time. An id is in one table of a kind at
// a time: that where it was put last. There are two classes since each must read properties of names that never change.
const [info, engine] = [Symbol("info"), Symbol("engine")];
const [entry, backend] = [Symbol("entry"), Symbol("backend")];

/** What an engine knows of values. */
export class InfoTable {
  has(id) {
    return id?.[engine] === this;
  }
  get(id) {
    return id?.[engine] === this ? id[info] : undefined;
  }
  set(id, value) {
    id[engine] = this;
    id[info] = value;
  }
  delete(id) {
    if (id?.[engine] !== this) return false;
    id[engine] = id[info] = undefined;
    return true;
  }
}

/** What a backend knows of values. */
export class EntryTable {
  has(id) {
    return id?.[backend] === this;
  }
  get(id) {
    return id?.[backend] === this ? id[entry] : undefined;
  }
  set(id, value) {
    id[backend] = this;
    id[entry] = value;
  }
  delete(id) {
    if (id?.[backend] !== this) return false;
    id[backend] = id[entry] = undefined;
    return true;
  }
}
