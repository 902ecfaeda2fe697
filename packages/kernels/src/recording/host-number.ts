import { isRecording, unrecorded } from "./host.ts";
import type { HostNumber } from "./instruction.ts";

export type { HostNumber } from "./instruction.ts";

/** A number, or what a function of the host's gives now. */
export function numberOf(given: HostNumber | number): number {
  return typeof given === "function" ? given() : given;
}

/** A number that follows from others: while a step is recorded a function, if one of those is, else a number. */
export function hostNumber(value: HostNumber, given: readonly (HostNumber | number)[]): HostNumber | number {
  return isRecording() && given.some((one) => typeof one === "function") ? value : unrecorded(value);
}
