/** A tar archive (POSIX ustar) of files: `{ name, bytes }`. No owner, no time. */
export function tar(entries) {
  const end = Buffer.alloc(1024);
  return Buffer.concat([
    ...entries.flatMap(({ name, bytes }) => [header(name, bytes.length), bytes, padding(bytes)]),
    end,
  ]);
}

function header(name, size) {
  if (Buffer.byteLength(name) > 100) throw new RangeError(`"${name}" is longer than 100 bytes`);
  const block = Buffer.alloc(512);
  block.write(name, 0);
  block.write(octal(0o644, 7), 100);
  block.write(octal(0, 7), 108);
  block.write(octal(0, 7), 116);
  block.write(octal(size, 11), 124);
  block.write(octal(0, 11), 136);
  block.fill(" ", 148, 156);
  block.write("0", 156);
  block.write("ustar\x0000", 257);
  block.write(
    `${octal(
      block.reduce((sum, byte) => sum + byte, 0),
      6,
    )}\0 `,
    148,
  );
  return block;
}

function octal(value, digits) {
  return value.toString(8).padStart(digits, "0");
}
function padding(bytes) {
  return Buffer.alloc((512 - (bytes.length % 512)) % 512);
}
