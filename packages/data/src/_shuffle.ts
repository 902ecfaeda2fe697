import type { Draw } from "./_random.ts";

/** The elements in another order: each is drawn from a buffer, in which the next takes its place. */
export async function* shuffled<T>(source: AsyncIterable<T>, bufferSize: number, draw: Draw): AsyncGenerator<T> {
  const buffer: T[] = [];
  for await (const element of source) {
    if (buffer.length < bufferSize) {
      buffer.push(element);
      continue;
    }
    const at = draw(bufferSize);
    const drawn = buffer[at] as T; // the index is within the buffer
    buffer[at] = element;
    yield drawn;
  }
  while (buffer.length > 0) {
    const at = draw(buffer.length);
    const drawn = buffer[at] as T;
    buffer[at] = buffer.at(-1) as T;
    buffer.pop();
    yield drawn;
  }
}
