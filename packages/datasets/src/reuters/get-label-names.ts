const names =
  "cocoa grain veg-oil earn acq wheat copper housing money-supply coffee sugar trade reserves ship cotton carcass crude " +
  "nat-gas cpi money-fx interest gnp meal-feed alum oilseed gold tin strategic-metal livestock retail ipi iron-steel " +
  "rubber heat jobs lei bop zinc orange pet-chem dlr gas silver wpi hog lead";

/**
 * The names of the 46 topics of the Reuters newswires, in the order of their labels.
 *
 * @see {@link https://keras.io/api/datasets/reuters/ | keras.datasets.reuters.get_label_names}
 * @example
 * reuters.getLabelNames().length; // 46
 * reuters.getLabelNames()[3]; // "earn"
 */
export function getLabelNames(): string[] {
  return names.split(" ");
}
