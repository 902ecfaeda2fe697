import type { backend_util } from "@hornbeam/kernels/tfjs";

/**
 * Sizes of windows over volumes as TensorFlow has them. Where a stride is longer than the window, TensorFlow.js comes to less
 * than no padding for `"same"`, and would begin inside of the volume.
 */
export function uncropped(i: backend_util.Conv3DInfo): backend_util.Conv3DInfo {
  const { front, top, left } = i.padInfo;
  const padInfo = { ...i.padInfo, front: Math.max(0, front), top: Math.max(0, top), left: Math.max(0, left) };
  return { ...i, padInfo };
}
