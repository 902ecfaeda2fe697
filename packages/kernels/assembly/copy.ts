/** Copies bytes from..to. */
export function copy(x: usize, y: usize, from: i32, to: i32, _scratch: usize): void {
  memory.copy(y + <usize>from, x + <usize>from, <usize>(to - from));
}
