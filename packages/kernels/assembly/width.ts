// How wide register tiles are, which an engine decides.
//
//   8 columns   6 x 8: 12 vectors of 128 bits, of the 16 that x64 has
//   16 columns  6 x 16: 24 vectors. They fit where the engine makes one register of 256 bits of two neighbours (12 of 16), or
//               where there are 32 of them.
//
// Either way each element is the same sum in the same order.

/** Whether tiles may be 16 columns wide. Each instance of the module has its own. */
export let isWide: bool = false;

/** Sets it. */
export function widen(wide: i32): void {
  isWide = wide != 0;
}

/** How many columns the next tile takes when `left` are left. */
// @ts-ignore: decorator
@inline
export function tileColumns(left: i32): i32 {
  return ASC_FEATURE_RELAXED_SIMD && isWide && left >= 16 ? 16 : 8;
}
