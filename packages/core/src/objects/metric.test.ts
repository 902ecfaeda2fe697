import { add, sub, sum, type Tensor } from "@hornbeam/kernels/tfjs";
import { beforeEach, describe, expect, expectTypeOf, it } from "@hornbeam/testing";
import { number } from "../options/kinds.ts";
import { clearSession } from "../session.ts";
import { type TensorLike, toTensor } from "../tensor/to-tensor.ts";
import { memory } from "../tensor/variable.ts";
import { defineMetric, Metric } from "./metric.ts";

class Total extends defineMetric("Total", { from: number(0) }) {
  readonly total = this.addVariable({ name: "total", shape: [] });
  override updateState(yTrue: TensorLike, yPred: TensorLike): void {
    this.total.assignAdd(sum(sub(toTensor(yTrue), toTensor(yPred))));
  }
  override result(): Tensor {
    return this.total.value;
  }
}

describe("Metric", () => {
  beforeEach(() => clearSession());

  it("gathers over updates, starts afresh, and gives its result when called", () => {
    using metric = new Total();
    metric.updateState([3], [1]);
    expect(metric([5, 5], [1, 1])).toBeClose(10);
    metric.resetState();
    expect(metric.result()).toBeClose(0);
  });
  it("gives results that later updates do not change", () => {
    using metric = new Total();
    const before = metric([3], [1]);
    metric.updateState([9], [0]);
    expect(before).toBeClose(2);
  });
  it("gives several results by name", () => {
    class Both extends Metric<[x: TensorLike], { sum: Tensor; twice: Tensor }> {
      readonly total = this.addVariable({ name: "total", shape: [] });
      override updateState(x: TensorLike): void {
        this.total.assignAdd(sum(toTensor(x)));
      }
      override result() {
        return { sum: this.total.value, twice: add(this.total.value, this.total.value) };
      }
    }
    using metric = new Both();
    const { sum: once, twice } = metric([1, 2]);
    metric.updateState([1]);
    expect(once).toBeClose(3);
    expect(twice).toBeClose(6);
    expectTypeOf(metric.result()).toEqualTypeOf<{ sum: Tensor; twice: Tensor }>();
  });
  it("frees what an update and a result make on their way", () => {
    using metric = new Total();
    metric.updateState([1], [0]);
    const before = memory().numTensors;
    metric.updateState([3, 4], [1, 2]);
    metric.result().dispose();
    metric.resetState();
    expect(memory().numTensors).toBe(before);
  });
  it("names its state after itself, and frees it once", () => {
    const metric = new Total({ name: "a/b" });
    expect(metric.variables.map(({ path }) => path)).toEqual(["a>b/total"]);
    metric[Symbol.dispose]();
    metric[Symbol.dispose]();
    expect(() => metric.result()).toThrow('Cannot read variable "a>b/total": it was disposed of');
  });
  it("has a config of name, dtype and its own options", () => {
    expect(new Total({ from: 2 }).getConfig()).toEqual({ name: "total", dtype: "float32", from: 2 });
    expect(new Total().name).toBe("total_1");
    expect(Total.fromConfig({ name: "mine", dtype: "float16", from: 1 }).dtype).toBe("float16");
    const dtype = {
      module: "keras",
      class_name: "DTypePolicy",
      config: { name: "mixed_float16" },
      registered_name: null,
    };
    expect(Total.fromConfig({ dtype }).dtype).toBe("float16");
  });
  it("refuses a dtype that there is not", () => {
    expect(() => new Total({ dtype: "float8" as never })).toThrow(
      'Cannot create Total: `dtype` must be the name of a dtype, received "float8"',
    );
  });
});
