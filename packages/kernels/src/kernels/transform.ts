import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { transformGradientName } from "../fused/names.ts";
import type { Runtime } from "../runtime.ts";
import { kernel } from "./define.ts";

interface Attributes {
  readonly interpolation: "nearest" | "bilinear";
  readonly fillMode: string;
  readonly fillValue: number;
  readonly outputShape?: readonly [number, number];
}

interface Inputs {
  readonly image: TensorInfo;
  readonly transforms: TensorInfo;
}

/** What is read beyond the ends, in the order of assembly/transform.ts. */
const modes: readonly string[] = ["constant", "reflect", "wrap", "nearest"];

/** `Transform`: images moved, turned, scaled, sheared or tilted; and its gradients. Stock WASM reflects them wrong. */
export function transformKernels(runtime: Runtime): KernelConfig[] {
  const shared = (
    { image, transforms }: Inputs,
    [oh, ow]: readonly number[],
    { interpolation, fillMode, fillValue }: Attributes,
  ) => ({
    h: image.shape[1]!,
    w: image.shape[2]!,
    c: image.shape[3]!,
    oh: oh!,
    ow: ow!,
    nearest: Number(interpolation === "nearest"),
    mode: Math.max(0, modes.indexOf(fillMode)),
    step: transforms.shape[0] === 1 ? 0 : 8,
    value: fillValue,
    transforms: runtime.input(transforms),
  });
  return [
    kernel<Inputs, Attributes>(runtime, "Transform", (inputs, attrs) => {
      const { shape } = inputs.image;
      const size = attrs.outputShape ?? shape.slice(1, 3);
      const y = runtime.output([shape[0]!, ...size, shape[3]!]);
      const given = shared(inputs, size, attrs);
      runtime.run("transform", shape[0]! * size[0]!, { ...given, x: runtime.input(inputs.image), y: y.address });
      return y.info;
    }),
    kernel<Inputs & { readonly dy: TensorInfo }, Attributes & { readonly of: string }>(
      runtime,
      transformGradientName,
      (inputs, attrs) => {
        const { dy, image } = inputs;
        const ofImage = attrs.of === "image";
        const made = runtime.output(ofImage ? image.shape : [image.shape[0]!, 8]);
        const given = shared(inputs, dy.shape.slice(1, 3), attrs);
        const x = runtime.input(image);
        const [dx, dt] = ofImage ? [made.address, 0] : [0, made.address];
        const units = util.sizeFromShape(image.shape) > 0 ? image.shape[0]! : 0;
        runtime.run("transformGradient", units, { ...given, x, dy: runtime.input(dy), dx, dt });
        return made.info;
      },
    ),
  ];
}
