import { type Callback, defineCallback, functionOption, nullable } from "@hornbeam/core";
import { type HookName, hookNames } from "./_hooks.ts";

const hook = <H extends HookName>() => /* @__PURE__ */ nullable(functionOption<Callback[H]>())(null);

/**
 * A callback made of functions: each stands for the hook of its name. Any may be asynchronous.
 *
 * @see {@link https://keras.io/api/callbacks/lambda_callback/ | keras.callbacks.LambdaCallback}
 * @example
 * const losses: number[] = [];
 * new LambdaCallback({ onEpochEnd: (epoch, logs) => void losses.push(logs.loss!) });
 */
export class LambdaCallback extends /* @__PURE__ */ defineCallback("keras.callbacks.LambdaCallback", {
  onEpochBegin: /* @__PURE__ */ hook<"onEpochBegin">(),
  onEpochEnd: /* @__PURE__ */ hook<"onEpochEnd">(),
  onTrainBegin: /* @__PURE__ */ hook<"onTrainBegin">(),
  onTrainEnd: /* @__PURE__ */ hook<"onTrainEnd">(),
  onTrainBatchBegin: /* @__PURE__ */ hook<"onTrainBatchBegin">(),
  onTrainBatchEnd: /* @__PURE__ */ hook<"onTrainBatchEnd">(),
  onBatchBegin: /* @__PURE__ */ hook<"onBatchBegin">(),
  onBatchEnd: /* @__PURE__ */ hook<"onBatchEnd">(),
  onTestBegin: /* @__PURE__ */ hook<"onTestBegin">(),
  onTestEnd: /* @__PURE__ */ hook<"onTestEnd">(),
  onTestBatchBegin: /* @__PURE__ */ hook<"onTestBatchBegin">(),
  onTestBatchEnd: /* @__PURE__ */ hook<"onTestBatchEnd">(),
  onPredictBegin: /* @__PURE__ */ hook<"onPredictBegin">(),
  onPredictEnd: /* @__PURE__ */ hook<"onPredictEnd">(),
  onPredictBatchBegin: /* @__PURE__ */ hook<"onPredictBatchBegin">(),
  onPredictBatchEnd: /* @__PURE__ */ hook<"onPredictBatchEnd">(),
}) {
  constructor(options?: Partial<Pick<Callback, HookName>>) {
    super(options as never);
    for (const name of hookNames) {
      const given = this.initial(name);
      // the class has a hook of this name, which the function takes the place of
      if (given) Object.defineProperty(this, name, { value: given, writable: true, configurable: true });
    }
  }
}
