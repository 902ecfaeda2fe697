/**
 * Another tensor with the values of `x`, as `clone` makes it, without the way through a kernel: a clone is made for each tensor
 * that is saved for a gradient, and that is most of what an eager step does beside its kernels.
 */
export function share(engine, x) {
  const { backend } = engine.state.tensorInfo.get(x.dataId);
  backend.incRef(x.dataId);
  return engine.makeTensorFromTensorInfo(x, backend);
}
