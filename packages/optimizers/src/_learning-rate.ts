import {
  isSerializedObject,
  type LearningRate,
  option,
  readLearningRate,
  learningRate as readWith,
} from "@hornbeam/core";
import { deserialize } from "./schedules/serialization.ts";

const { expects, write } = /* @__PURE__ */ readWith();

/** A learning rate. Schedules in configs are read by the caller's means where there are any, else by those of this package. */
export const learningRate = /* @__PURE__ */ option<LearningRate>(
  expects,
  (input, reading) => (isSerializedObject(input) && !reading ? deserialize(input) : readLearningRate(input, reading)),
  write,
);
