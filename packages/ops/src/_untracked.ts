import type { Tensor } from "@hornbeam/core";
import { engine } from "@hornbeam/kernels/tfjs";

/** Another tensor on the same data, of which the gradient tape knows nothing. */
export function untracked(x: Tensor): Tensor {
  engine().backend.incRef(x.dataId);
  return engine().makeTensorFromTensorInfo({ dataId: x.dataId, shape: x.shape, dtype: x.dtype });
}
