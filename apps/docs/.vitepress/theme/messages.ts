/** From the page to the worker. */
export type Order = { readonly type: "start"; readonly epochs: number } | { readonly type: "stop" };

/** From the worker to the page. */
export type News =
  | { readonly type: "data"; readonly train: number; readonly test: number }
  | { readonly type: "batch"; readonly step: number; readonly steps: number; readonly loss: number }
  | { readonly type: "epoch"; readonly epoch: number; readonly logs: Readonly<Record<string, number>> }
  | {
      readonly type: "end";
      readonly stopped: boolean;
      readonly accuracy: number;
      readonly test: number;
      readonly seconds: number;
      readonly digits: string;
      readonly filters: string;
    }
  | { readonly type: "error"; readonly text: string };
