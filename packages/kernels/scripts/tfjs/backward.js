import { arraysEqual, makeZerosTypedArray } from "@tensorflow/tfjs-core/dist/util.js";

/**
 * The nodes of a tape that lie on the way from some tensors to a result, in the order of the forward pass, and the numbers of
 * all tensors that depend on those at its beginning.
 */
export function nodesBetween(tape, xs, y) {
  const fromX = new Set();
  for (const { id } of xs) fromX.add(id);
  const candidates = [];
  for (const node of tape) {
    for (const name in node.inputs) {
      if (!fromX.has(node.inputs[name].id)) continue;
      for (const { id } of node.outputs) fromX.add(id);
      candidates.push(node);
      break;
    }
  }
  const toY = new Set([y.id]);
  const nodes = [];
  for (let i = candidates.length - 1; i >= 0; i--) {
    const node = candidates[i];
    if (!node.outputs.some(({ id }) => toY.has(id))) continue;
    for (const name in node.inputs) toY.add(node.inputs[name].id);
    nodes.push(node);
  }
  return { nodes: nodes.reverse(), fromX };
}

/**
 * The backward pass, one node of the tape after the other from the last on. TensorFlow.js keeps all gradients and all that was
 * saved for them until the pass ends; here what a node leaves goes with it, and once no gradient of gradients can follow, so do the
 * gradients of its outputs and what it had saved. The memory of a step is then that of its forward pass and little more.
 *
 * @param engine TensorFlow.js' engine, in the scope of the backward pass.
 * @param gradients Gradients by the number of their tensor: at first that of the result.
 * @param way What {@link nodesBetween} found.
 * @param xs Tensors whose gradients are wanted.
 */
export function backward(engine, gradients, { nodes, fromX }, xs) {
  const { activeScope, gradientDepth } = engine.state;
  const wanted = new Set();
  for (const { id } of xs) wanted.add(id);
  for (let i = nodes.length - 1; i >= 0; i--) {
    const node = nodes[i];
    const changed = [];
    engine.startScope();
    try {
      goBack(engine, gradients, node, fromX, changed);
    } finally {
      engine.endScope(changed);
    }
    if (gradientDepth > 0) continue;
    for (const { id } of node.outputs) {
      const dy = gradients.get(id);
      if (!dy || wanted.has(id) || isInput(node, id)) continue;
      gradients.delete(id);
      // a gradient function may give what is not its own, or the same tensor twice
      const isOwn = dy.scopeId === activeScope.id && !dy.kept;
      if (isOwn && !holds(gradients, dy)) dy.dispose();
    }
    for (const tensor of node.saved) tensor.dispose();
  }
}

/** From the gradients of a node's outputs to those of its inputs, each in a scope of its own; they end up in `changed`, too. */
function goBack(engine, gradients, { kernelName, inputs, outputs, gradient, takesMissing }, fromX, changed) {
  if (gradient == null) throw new Error(`Cannot compute gradient: gradient function not found for ${kernelName}.`);
  const slopes = gradient(
    outputs.map((output) => gradients.get(output.id) ?? (takesMissing ? undefined : zerosOf(engine, output))),
  );
  for (const name in inputs) {
    const x = inputs[name];
    if (!fromX.has(x.id)) continue;
    if (!(name in slopes))
      throw new Error(`Cannot backprop through input ${name}. Available gradients found: ${Object.keys(slopes)}.`);
    const dx = engine.tidy(slopes[name]);
    if (dx.dtype !== "float32") {
      throw new Error(
        `Error in gradient for op ${kernelName}. The gradient of input ${name} must have 'float32' dtype, but has '${dx.dtype}'`,
      );
    }
    if (!arraysEqual(dx.shape, x.shape)) {
      throw new Error(
        `Error in gradient for op ${kernelName}. The gradient of input '${name}' has shape '${dx.shape}', which does not match ` +
          `the shape of the input '${x.shape}'`,
      );
    }
    const before = gradients.get(x.id);
    const sum = before === undefined ? dx : engine.runKernel("Add", { a: before, b: dx });
    gradients.set(x.id, sum);
    before?.dispose();
    changed.push(sum);
  }
}

/** What an output that nothing depends on has for a gradient. */
function zerosOf(engine, { size, shape, dtype }) {
  return engine.makeTensor(makeZerosTypedArray(size, dtype), shape, dtype);
}

function isInput({ inputs }, id) {
  for (const name in inputs) if (inputs[name].id === id) return true;
  return false;
}

function holds(gradients, dy) {
  for (const other of gradients.values()) if (other === dy) return true;
  return false;
}
