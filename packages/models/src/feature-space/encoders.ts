import { type AnyLayer, type KerasTensor, OptionError, refusal } from "@hornbeam/core";
import {
  CategoryEncoding,
  Discretization,
  HashedCrossing,
  Hashing,
  IntegerLookup,
  StringLookup,
} from "@hornbeam/layers";

/** A layer that turns the integers of another into vectors, one of whose elements is 1. */
export function encoderOf(feature: string, layer: AnyLayer, { dtype }: KerasTensor): CategoryEncoding {
  const action = `encode feature "${feature}"`;
  if (!dtype.startsWith("int")) {
    const expected = 'with `outputMode: "one_hot"`, its preprocessor must return an integer dtype';
    throw refusal(OptionError, { action, expected, receivedAs: "dtype", received: dtype });
  }
  const numTokens = cardinalityOf(layer);
  if (numTokens !== undefined) return new CategoryEncoding({ numTokens, outputMode: "multi_hot" });
  const expected = "the dimensionality of its output space must be known, as that of a standard feature is";
  throw refusal(OptionError, { action, expected, hint: 'Try using `outputMode: "int"`.' });
}

function cardinalityOf(layer: AnyLayer): number | undefined {
  if (layer instanceof IntegerLookup || layer instanceof StringLookup) return layer.vocabularySize();
  if (layer instanceof CategoryEncoding) return layer.numTokens;
  if (layer instanceof Discretization) return (layer.binBoundaries?.length ?? (layer.numBins ?? 1) - 1) + 1;
  if (layer instanceof HashedCrossing || layer instanceof Hashing) return layer.numBins;
  return undefined;
}
