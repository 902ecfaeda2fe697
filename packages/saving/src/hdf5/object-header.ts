import { lastMessageType, messageName, messageType } from "./_message-type.ts";
import { unreadable } from "./_unreadable.ts";
import type { Cursor } from "./cursor.ts";
import { type Hdf5File, Visited } from "./file.ts";

interface Message {
  readonly type: number;
  readonly flags: number;
  readonly body: Cursor;
}

/** The messages of an object's header. */
export class ObjectHeader {
  readonly #messages: readonly Message[];

  constructor(messages: readonly Message[]) {
    this.#messages = messages;
  }

  has(type: number): boolean {
    return this.#messages.some((message) => message.type === type);
  }

  /** The only message of a type; a cursor of its own at its start. */
  only(type: number): Cursor | undefined {
    const [first, second] = this.all(type);
    if (second) throw unreadable(`an object must not have two ${messageName(type)} messages`);
    return first;
  }

  all(type: number): Cursor[] {
    return this.#messages.filter((message) => message.type === type).map(open);
  }
}

function open({ type, flags, body }: Message): Cursor {
  const what = `the ${messageName(type)} message`;
  if (flags & 2) throw unreadable(`${what} must be in its object's header, shared messages are not supported`);
  return body.part(body.left, what, true);
}

/**
 * Reads an object's header, version 1 or 2, with its continuations.
 *
 * @see HDF5 File Format Specification Version 3.0, "Disk Format: Level 2A - Data Object Headers"
 */
export function readObjectHeader(file: Hdf5File, address: number): ObjectHeader {
  const cursor = file.at(address, "the object header");
  return cursor.peek() === 1 ? readVersion1(file, cursor) : readVersion2(file, cursor);
}

function readVersion1(file: Hdf5File, cursor: Cursor): ObjectHeader {
  cursor.version(1);
  cursor.skip(1);
  let left = cursor.u16();
  cursor.skip(4); // reference count
  const length = cursor.u32();
  cursor.skip(4); // the first message is aligned to 8 bytes
  const messages: Message[] = [];
  walkBlocks(file, cursor.part(length, "the object header's block"), (block, continued) => {
    while (left > 0 && block.left >= 8) {
      const type = block.u16();
      const size = block.u16();
      const flags = block.u8();
      block.skip(3);
      addMessage(file, messages, { type, flags, body: block.part(size) }, continued);
      left--;
    }
  });
  return new ObjectHeader(messages);
}

function readVersion2(file: Hdf5File, cursor: Cursor): ObjectHeader {
  const start = cursor.offset;
  cursor.signature("OHDR", 2);
  const flags = cursor.u8();
  if (flags & 0x20) cursor.skip(16); // times
  if (flags & 0x10) cursor.skip(4); // bounds of attribute storage
  const length = cursor.uint(1 << (flags & 3), "the length");
  const ordered = (flags & 4) !== 0;
  const block = cursor.part(length, "the object header's block");
  file.verify(cursor, start);
  const messages: Message[] = [];
  walkBlocks(file, block, (part, continued, isFirst) => {
    let body = part;
    if (!isFirst) {
      const from = part.offset;
      part.signature("OCHK");
      body = part.part(part.left - 4);
      file.verify(part, from);
    }
    while (body.left >= (ordered ? 6 : 4)) {
      const type = body.u8();
      const size = body.u16();
      const messageFlags = body.u8();
      if (ordered) body.skip(2);
      addMessage(file, messages, { type, flags: messageFlags, body: body.part(size) }, continued);
    }
  });
  return new ObjectHeader(messages);
}

type ReadBlock = (block: Cursor, continued: (block: Cursor) => void, isFirst: boolean) => void;

/** Reads the first block and those that continue it, each once. */
function walkBlocks(file: Hdf5File, first: Cursor, read: ReadBlock): void {
  const visited = new Visited();
  visited.add(first.offset, "an object header's block");
  const queue = [first];
  for (let i = 0; i < queue.length; i++) {
    const continued = (message: Cursor): void => {
      const address = message.address();
      const length = message.u64();
      if (address === undefined) throw unreadable("a continuation of an object header must have an address");
      visited.add(address, "an object header's block");
      queue.push(file.at(address, "the continuation of an object header", length));
    };
    read(queue[i]!, continued, i === 0);
  }
}

function addMessage(file: Hdf5File, to: Message[], message: Message, continued: (block: Cursor) => void): void {
  file.budget.spend("blocks", 1);
  const { type, flags } = message;
  if (type > lastMessageType && flags & 0x80) {
    throw unreadable("an object header must not have unknown messages that its writer calls essential", type);
  }
  if (type === messageType.continuation) continued(open(message));
  else to.push(message);
}
