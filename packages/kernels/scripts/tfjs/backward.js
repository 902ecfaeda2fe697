/**
 * The backward pass, one node of the tape after the other from the last on. TensorFlow.js keeps all gradients and all that was
 * saved for them until the pass ends; here what a node leaves goes with it, and once no gradient of gradients can follow, so do the
 * gradients of its outputs and what it had saved. The memory of a step is then that of its forward pass and little more.
 *
 * @param engine TensorFlow.js' engine, in the scope of the backward pass.
 * @param gradients Gradients by the number of their tensor: at first that of the result.
 * @param tape Nodes in the order of the forward pass.
 * @param xs Tensors whose gradients are wanted.
 * @param pass Goes back through the nodes of a list.
 */
export function backward(engine, gradients, tape, xs, pass) {
  const { activeScope, gradientDepth } = engine.state;
  const wanted = new Set(xs.map(({ id }) => id));
  for (let i = tape.length - 1; i >= 0; i--) {
    const node = tape[i];
    const inputs = Object.values(node.inputs).map(({ id }) => id);
    engine.tidy(() => {
      pass([node]);
      return inputs.map((id) => gradients[id]);
    });
    if (gradientDepth > 0) continue;
    for (const { id } of node.outputs) {
      const dy = gradients[id];
      if (!dy || wanted.has(id) || inputs.includes(id)) continue;
      delete gradients[id];
      // a gradient function may give what is not its own, or the same tensor twice
      const isOwn = dy.scopeId === activeScope.id && !dy.kept;
      if (isOwn && !Object.values(gradients).includes(dy)) dy.dispose();
    }
    for (const tensor of node.saved ?? []) tensor.dispose();
  }
}
