import { start } from "@hornbeam/kernels";
import * as tf from "@hornbeam/kernels/tfjs";
import { conv } from "@hornbeam/ops";

await start();
const R = (...s: number[]) => tf.randomUniform(s, -1, 1) as tf.Tensor;
const time = (name: string, flops: number, f: () => any) => {
  const t: number[] = [];
  for (let i = 0; i < 8; i++) {
    const b = performance.now();
    tf.tidy(() => {
      f();
    });
    t.push(performance.now() - b);
  }
  t.sort((a, b) => a - b);
  console.log(name.padEnd(40), t[1]!.toFixed(2), "ms", (flops / t[1]! / 1e6).toFixed(1));
};
{
  const x = R(4, 16, 32, 32, 16),
    w = R(3, 3, 3, 16, 32);
  const fl = 2 * 4 * 16 * 32 * 32 * 27 * 16 * 32;
  time("conv3d fwd", fl, () => tf.conv3d(x as any, w as any, 1, "same"));
  const dy = R(4, 16, 32, 32, 32);
  time("conv3d dX", fl, () =>
    tf
      .engine()
      .runKernel("Conv3DBackpropInputV2", { dy, filter: w }, { strides: 1, pad: "same", inputShape: x.shape } as any),
  );
  time("conv3d dW", fl, () =>
    tf
      .engine()
      .runKernel("Conv3DBackpropFilterV2", { x, dy }, { strides: 1, pad: "same", filterShape: w.shape } as any),
  );
}
{
  const x = R(16, 28, 28, 64),
    w = R(3, 3, 8, 64);
  const fl = 2 * 16 * 784 * 9 * 8 * 64;
  time("grouped 8 fwd", fl, () => conv(x as any, w as any, { padding: "same" }));
  time("grouped 8 fwd+bwd", 3 * fl, () =>
    tf.grads((a: any, b: any) => tf.sum(conv(a, b, { padding: "same" })))([x, w] as any),
  );
}
{
  const x = R(32, 256, 64),
    w = R(3, 64, 64);
  const fl = 2 * 32 * 256 * 3 * 64 * 64;
  time("conv1d fwd", fl, () => conv(x as any, w as any, { padding: "same" }));
  time("conv1d fwd+bwd", 3 * fl, () =>
    tf.grads((a: any, b: any) => tf.sum(conv(a, b, { padding: "same" })))([x, w] as any),
  );
}
{
  const x = R(16, 14, 14, 64),
    w = R(3, 3, 32, 64);
  const fl = 2 * 16 * 196 * 9 * 64 * 32;
  time("transpose s2 fwd", fl, () => tf.conv2dTranspose(x as any, w as any, [16, 28, 28, 32], 2, "same"));
  time("transpose s2 fwd+bwd", 3 * fl, () =>
    tf.grads((a: any, b: any) => tf.sum(tf.conv2dTranspose(a, b, [16, 28, 28, 32], 2, "same")))([x, w] as any),
  );
}
