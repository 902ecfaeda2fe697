import { type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { flag } from "../abi.ts";
import type { Runtime } from "../runtime.ts";
import { type ConvInfo, isDepthwise, isDirect, isMatMul, matMulSizes, paddedSize, winogradSizes } from "./conv2d.ts";
import { depthwiseFilterGradient, depthwiseInputGradient } from "./depthwise.ts";
import { patches2d, patchesFilterGradient, patchesInputGradient } from "./patches.ts";
import { product } from "./product.ts";
import { winograd, winogradFilterGradient } from "./winograd.ts";

/** Padded copies of a batch are made for so many bytes of images at a time. */
const paddedBytes = 1 << 25;

/** Gradient of a convolution's filter, of the shape of the filter. */
export function filterGradient(runtime: Runtime, x: TensorInfo, dy: TensorInfo, i: ConvInfo): TensorInfo {
  if (isDepthwise(i)) return depthwiseFilterGradient(runtime, x, dy, i);
  const dw = runtime.output(i.filterShape);
  const [source, gradient] = [runtime.input(x), runtime.input(dy)];
  const fast = winogradSizes(i);
  if (i.batchSize === 0) {
    runtime.run("fill", util.sizeFromShape(i.filterShape), { value: 0, size: 4, y: dw.address });
  } else if (fast) {
    winogradFilterGradient(runtime, fast, { x: source, dy: gradient, dw: dw.address });
  } else if (isMatMul(i)) {
    const { m, k } = matMulSizes(i);
    product(runtime, {
      transposeA: 1,
      transposeB: 0,
      m: k,
      n: i.outChannels,
      k: m,
      a: source,
      lda: k,
      b: gradient,
      ldb: i.outChannels,
      c: dw.address,
      ldc: i.outChannels,
      bias: 0,
      flags: 0,
    });
  } else if (!isDirect(i)) {
    patchesFilterGradient(runtime, patches2d(i), { x: source, dy: gradient, dw: dw.address });
  } else {
    const { ph, pw } = paddedSize(i);
    const padded = ph !== i.inHeight || pw !== i.inWidth;
    const image = 4 * i.inHeight * i.inWidth * i.inChannels;
    const paddedImage = 4 * ph * pw * i.inChannels;
    const most = padded ? Math.max(1, Math.floor(paddedBytes / paddedImage)) : i.batchSize;
    const copies = padded ? runtime.workspace(paddedImage * Math.min(most, i.batchSize)) : 0;
    for (let n = 0; n < i.batchSize; n += most) {
      const batch = Math.min(most, i.batchSize - n);
      const start = source + n * image;
      if (padded) {
        runtime.run("pad", batch, {
          h: i.inHeight,
          w: i.inWidth,
          c: i.inChannels,
          ph,
          pw,
          top: i.padInfo.top,
          left: i.padInfo.left,
          x: start,
          y: copies,
        });
      }
      runtime.run("conv2dFilterGradient", Math.ceil(i.outChannels / 8) * i.filterHeight, {
        batch,
        ph,
        pw,
        cin: i.inChannels,
        kh: i.filterHeight,
        kw: i.filterWidth,
        oh: i.outHeight,
        ow: i.outWidth,
        cout: i.outChannels,
        sh: i.strideHeight,
        sw: i.strideWidth,
        x: padded ? copies : start,
        dy: gradient + 4 * n * i.outHeight * i.outWidth * i.outChannels,
        dw: dw.address,
        flags: n === 0 ? 0 : flag.accumulate,
      });
    }
  }
  return dw.info;
}

/** Gradient of a convolution's input, of the shape of the input. */
export function inputGradient(runtime: Runtime, dy: TensorInfo, filter: TensorInfo, i: ConvInfo): TensorInfo {
  if (isDepthwise(i)) return depthwiseInputGradient(runtime, dy, filter, i);
  const dx = runtime.output(i.inShape);
  const [gradient, weights] = [runtime.input(dy), runtime.input(filter)];
  const fast = winogradSizes(i);
  if (fast) {
    const { batch, h, w, cin, top, left, oh, ow, cout, taps } = fast;
    const turned = {
      batch,
      h: oh,
      w: ow,
      cin: cout,
      top: taps - 1 - top,
      left: taps - 1 - left,
      oh: h,
      ow: w,
      cout: cin,
      taps,
    };
    winograd(runtime, turned, { x: gradient, filter: weights, y: dx.address, bias: 0, flags: 0 }, true);
  } else if (isMatMul(i)) {
    const { m, k } = matMulSizes(i);
    product(runtime, {
      transposeA: 0,
      transposeB: 1,
      m,
      n: k,
      k: i.outChannels,
      a: gradient,
      lda: i.outChannels,
      b: weights,
      ldb: i.outChannels,
      c: dx.address,
      ldc: k,
      bias: 0,
      flags: 0,
    });
  } else if (isDirect(i) && i.strideHeight * i.strideWidth === 1) {
    // a convolution of dy, padded by what the filter overlaps the image, with the filter turned and transposed
    const panels = Math.ceil(i.inChannels / 8);
    const packed = runtime.workspace(32 * panels * i.filterHeight * i.filterWidth * i.outChannels);
    runtime.run("packFlippedFilter", panels, {
      kh: i.filterHeight,
      kw: i.filterWidth,
      cin: i.inChannels,
      cout: i.outChannels,
      filter: weights,
      panels: packed,
    });
    const ph = i.inHeight + i.filterHeight - 1;
    const pw = i.inWidth + i.filterWidth - 1;
    runtime.run(
      "conv2d",
      i.batchSize * i.inHeight,
      {
        h: i.outHeight,
        w: i.outWidth,
        cin: i.outChannels,
        ph,
        pw,
        top: i.filterHeight - 1 - i.padInfo.top,
        left: i.filterWidth - 1 - i.padInfo.left,
        kh: i.filterHeight,
        kw: i.filterWidth,
        oh: i.inHeight,
        ow: i.inWidth,
        cout: i.inChannels,
        sh: 1,
        sw: 1,
        x: gradient,
        panels: packed,
        y: dx.address,
        bias: 0,
        flags: 0,
      },
      4 * ph * pw * i.outChannels,
    );
  } else {
    patchesInputGradient(runtime, patches2d(i), { dy: gradient, filter: weights, dx: dx.address });
  }
  return dx.info;
}
