/**
 * Numbers of the header messages that are read or written.
 *
 * @see HDF5 File Format Specification Version 3.0, "IV.A.2. Disk Format: Level 2A2 - Data Object Header Messages"
 */
export const messageType = {
  dataspace: 0x01,
  linkInfo: 0x02,
  datatype: 0x03,
  fillValueOld: 0x04,
  fillValue: 0x05,
  link: 0x06,
  externalFiles: 0x07,
  layout: 0x08,
  filters: 0x0b,
  attribute: 0x0c,
  continuation: 0x10,
  symbolTable: 0x11,
  attributeInfo: 0x15,
} as const;

/** The highest number that the specification gives out. */
export const lastMessageType = 0x18;

/** A message's name for errors. */
export function messageName(type: number): string {
  return Object.entries(messageType).find(([, known]) => known === type)?.[0] ?? `0x${type.toString(16)}`;
}
