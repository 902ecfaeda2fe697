// Loaded before a program: makes it fail if tensors are left when it ends.
import { memory } from "@hornbeam/core";

process.on("exit", () => {
  const { numTensors } = memory();
  if (numTensors === 0) return;
  console.error(`${numTensors} tensors must not be left when the program ends`);
  process.exitCode ||= 1;
});
