import { unreadable } from "./_unreadable.ts";
import { lookup3 } from "./checksum.ts";
import type { Cursor } from "./cursor.ts";

/** Compares the number at the cursor with the checksum of the bytes that it covers. */
export function verifyChecksum(cursor: Cursor, covered: Uint8Array): void {
  const expected = lookup3(covered);
  const received = cursor.u32();
  if (received !== expected) throw unreadable(`the checksum of ${cursor.what} must be ${expected}`, received);
}
