"""Opens with real Keras what keras-roundtrip.mjs saved, and saves what that opens.

    python keras-roundtrip.py FOLDER

FOLDER/models.json says of each model: its name, inputs, targets, and the predictions, losses and optimizer's state that the
other side has. Prints one line a check; what Keras trained on goes back as FOLDER/<name>.back.keras, .h5, weights and .json.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import h5py  # noqa: E402
import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402
from keras_twins import custom_objects  # noqa: E402

folder = sys.argv[1]
failed = 0


def array(value):
    """An array of {shape, dtype, data}, in lists and records of such."""
    if isinstance(value, list):
        return [array(part) for part in value]
    if "data" not in value:
        return {key: array(part) for key, part in value.items()}
    if value["dtype"] == "string":
        return tf.reshape(tf.constant(value["data"]), value["shape"])
    return np.array(value["data"], dtype=value["dtype"]).reshape(value["shape"])


def plain(value):
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, dict):
        return {key: plain(part) for key, part in value.items()}
    value = np.asarray(value)
    return {"shape": list(value.shape), "dtype": str(value.dtype), "data": value.reshape(-1).tolist()}


def distance(got, want):
    """The largest difference, relative to what is wanted where that is more than 1."""
    if isinstance(want, list):
        return max(distance(g, w) for g, w in zip(got, want, strict=True))
    if isinstance(want, dict):
        return max(distance(got[key], want[key]) for key in want)
    got, want = np.asarray(got, dtype="float64"), np.asarray(want, dtype="float64")
    assert got.shape == want.shape, f"shape {got.shape}, wanted {want.shape}"
    return float(np.max(np.abs(got - want) / (1 + np.abs(want)), initial=0))


def check(what, tolerance, measure):
    global failed
    try:
        error = measure()
        good = error <= tolerance
        print(f"{'ok  ' if good else 'FAIL'} {what}: {error:.1e}")
    except Exception as problem:  # the report goes on
        good = False
        print(f"FAIL {what}: {type(problem).__name__}: {str(problem)[:400]}")
    failed += not good


def dense(gradient):
    """Keras on TensorFlow updates the rows of an embedding apart, which no other backend does."""
    return tf.convert_to_tensor(gradient) if isinstance(gradient, tf.IndexedSlices) else gradient


def densely(apply):
    return lambda self, grads, *args, **kwargs: apply(self, [dense(gradient) for gradient in grads], *args, **kwargs)


keras.optimizers.Optimizer.apply = densely(keras.optimizers.Optimizer.apply)
# graphs of small models take longer to make than to run
keras.config.disable_traceback_filtering()
tf.config.run_functions_eagerly(True)


def predict(model):
    outputs = model(x) if whole else model(x, training=False)
    return keras.tree.map_structure(keras.ops.convert_to_numpy, outputs)


def calm_down(model):
    """Layers that leave something to chance do in training what they do otherwise."""
    for layer in model.layers:
        name = type(layer).__name__
        if "Dropout" in name or name.startswith("Random") or "Noise" in name:
            layer.call = lambda inputs, training=None, call=layer.call: call(inputs, training=False)


def train(model, steps=2):
    weight = {"sample_weight": sample_weight} if sample_weight is not None else {}
    return [float(np.asarray(model.train_on_batch(x, y, **weight)).reshape(-1)[0]) for _ in range(steps)]


for entry in json.load(open(os.path.join(folder, "models.json"))):
    name, tolerance, trained = entry["name"], entry["tolerance"], "y" in entry
    whole = entry.get("whole", False)  # a FeatureSpace: it has no file but the archive
    x = keras.tree.map_structure(tf.convert_to_tensor, array(entry["x"]))
    predictions = array(entry["predictions"])
    y = array(entry["y"]) if trained else None
    sample_weight = array(entry["sampleWeight"]) if "sampleWeight" in entry else None
    path = lambda ending: os.path.join(folder, name + ending)  # noqa: E731
    states = {}

    def archive():
        states["model"] = keras.models.load_model(path(".keras"), custom_objects=custom_objects, safe_mode=True)
        if entry.get("calm"):
            calm_down(states["model"])
        return distance(predict(states["model"]), predictions)

    check(f"{name}.keras in Keras, predictions", tolerance, archive)
    if "model" not in states:
        continue
    model = states["model"]
    if trained:
        state = lambda: distance([v.numpy() for v in model.optimizer.variables], array(entry["optimizer"]))  # noqa: E731
        check(f"{name}.keras in Keras, optimizer state", 1e-6, state)
    if entry.get("folder"):
        folded = lambda: distance(predict(keras.models.load_model(path(".folder"))), predictions)  # noqa: E731
        check(f"{name}.folder in Keras, predictions", tolerance, folded)
    if entry.get("h5"):
        legacy = lambda: distance(predict(keras.models.load_model(path(".h5"), compile=False)), predictions)  # noqa: E731
        check(f"{name}.h5 in Keras, predictions", tolerance, legacy)

    def arrays():
        with h5py.File(path(".weights.h5")) as file, np.load(path(".npz"), allow_pickle=False) as npz:
            stored = {}
            file.visititems(lambda place, item: stored.update({place: item}) if isinstance(item, h5py.Dataset) else None)
            assert sorted(stored) == sorted(npz.files), f"names {npz.files}"
            return max(distance(npz[place], item[()]) for place, item in stored.items())

    if not whole:
        check(f"{name}.npz in NumPy", 0, arrays)

    def weights(ending):
        fresh = keras.models.load_model(path(".keras"), custom_objects=custom_objects, compile=False)
        for variable in fresh.trainable_variables:
            variable.assign(keras.ops.zeros_like(variable))
        fresh.load_weights(path(ending))
        return distance(predict(fresh), predictions)

    for ending in () if whole else (".weights.h5", ".weights.json"):
        check(f"{name}{ending} in Keras, predictions", tolerance, lambda: weights(ending))
    if trained:
        check(f"{name}.keras in Keras, next losses", tolerance, lambda: distance(train(model), entry["losses"]))

    def save_back():
        model.save(path(".back.keras"))
        if entry.get("folder"):
            model.save(path(".back.folder"), zipped=False)
        if entry.get("h5Back"):
            model.save(path(".back.h5"))
        if not whole:
            model.save_weights(path(".back.weights.h5"))
            variables = [*model.variables, *(model.optimizer.variables if trained else [])]
            largest = max([8 * int(np.prod(v.shape)) for v in variables], default=1)
            model.save_weights(path(".back.weights.json"), max_shard_size=max(3000, largest) / 2**30)
        after = {"predictions": plain(predict(model)), "losses": train(model) if trained else []}
        json.dump(after, open(path(".back.json"), "w"))
        return 0

    check(f"{name}, saved by Keras", 0, save_back)

sys.exit(1 if failed else 0)
