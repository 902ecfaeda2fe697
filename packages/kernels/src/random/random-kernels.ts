import { type KernelConfig, type TensorInfo, util } from "@hornbeam/kernels/tfjs";
import { randomIntegersName, randomNormalName, randomUniformName } from "../fused/names.ts";
import { kernel } from "../kernels/define.ts";
import type { Runtime } from "../runtime.ts";
import type { IntegersArguments, NormalArguments, UniformArguments } from "./host-draws.ts";

type Key = { readonly key: TensorInfo };
type Shaped = { readonly shape: readonly number[] };

/** Numbers that a unit of the commands draws. */
const unit = 8;

/** The kernels behind {@link drawUniform} and the like. */
export function randomKernels(runtime: Runtime): KernelConfig[] {
  const types = { types: ["int32"] } as const;
  const begin = (shape: readonly number[], dtype: "float32" | "int32", key: TensorInfo) => {
    const { info, address } = runtime.output(shape, dtype);
    const count = util.sizeFromShape([...shape]);
    return { info, units: Math.ceil(count / unit), common: { count, key: runtime.input(key), y: address } };
  };
  return [
    kernel<Key, UniformArguments & Shaped>(
      runtime,
      randomUniformName,
      ({ key }, { shape, low, range, end, below }) => {
        const { info, units, common } = begin(shape, "float32", key);
        runtime.run("randomUniform", units, { ...common, low, range, end, below });
        return info;
      },
      types,
    ),
    kernel<Key, NormalArguments & Shaped>(
      runtime,
      randomNormalName,
      ({ key }, { shape, mean, deviation, start, range }) => {
        const { info, units, common } = begin(shape, "float32", key);
        runtime.run("randomNormal", units, { ...common, mean, deviation, start, range });
        return info;
      },
      types,
    ),
    kernel<Key, IntegersArguments & Shaped>(
      runtime,
      randomIntegersName,
      ({ key }, { shape, low, range }) => {
        const { info, units, common } = begin(shape, "int32", key);
        runtime.run("randomIntegers", units, { ...common, low, range });
        return info;
      },
      types,
    ),
  ];
}
