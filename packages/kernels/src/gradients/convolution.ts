import { engine, type GradConfig, type NamedAttrMap, type Tensor } from "@hornbeam/kernels/tfjs";

/** The gradients of `conv2d` and `depthwiseConv2d` with any dilation; those of TensorFlow.js refuse it. */
export function convolutionGradients(): GradConfig[] {
  return [
    convolution("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"),
    convolution("DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput", "DepthwiseConv2dNativeBackpropFilter"),
  ];
}

function convolution(kernelName: string, inputGradient: string, filterGradient: string): GradConfig {
  return {
    kernelName,
    inputsToSave: ["x", "filter"],
    gradFunc: (dy, saved, attrs) => {
      const [x, filter] = saved as [Tensor, Tensor];
      const run = (name: string, inputs: Record<string, Tensor>, more: object) =>
        engine().runKernel(name, inputs, { ...attrs, ...more } as NamedAttrMap) as Tensor;
      return {
        x: () => run(inputGradient, { dy: dy as Tensor, filter }, { inputShape: x.shape }),
        filter: () => run(filterGradient, { x, dy: dy as Tensor }, { filterShape: filter.shape }),
      };
    },
  };
}
