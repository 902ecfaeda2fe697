// The gradient of a convolution's input is a convolution of the padded output gradient with the filter turned by 180
// degrees, its input and output channels exchanged:
//
//   a b c                 i h g
//   d e f  [cin, cout] -> f e d  [cout, cin], packed in panels of 8 input channels
//   g h i                 c b a

/** Input channels 8 from..8 to, to panels. Units: panels. */
export function packFlippedFilter(kh: i32, kw: i32, cin: i32, cout: i32, filter: usize, panels: usize, from: i32, to: i32, scratch: usize): void {
  const taps = kh * kw;
  let put = panels + (<usize>(from * taps * cout) << 5);
  for (let j = 8 * from; j < 8 * to; j += 8) {
    for (let t = taps - 1; t >= 0; t--) {
      const base = filter + (<usize>((t * cin + j) * cout) << 2);
      for (let co = 0; co < cout; co++, put += 32) {
        for (let q = 0; q < 8; q++) {
          store<f32>(put + (<usize>q << 2), j + q < cin ? load<f32>(base + (<usize>(q * cout + co) << 2)) : 0);
        }
      }
    }
  }
}
