"""Opens with real Keras what keras-roundtrip.mjs saved, and saves what that opens.

    python keras-roundtrip.py FOLDER

FOLDER/models.json says of each model: its name, inputs, targets, and the predictions, losses and weights that the other
side has. Prints one line a check; what Keras trained on goes back as FOLDER/<name>.back.keras, .h5 and .json.
"""

import json
import os
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("TF_ENABLE_ONEDNN_OPTS", "0")

import keras  # noqa: E402
import numpy as np  # noqa: E402

folder = sys.argv[1]
failed = 0


def array(value):
    """An array of {shape, dtype, data}, in lists and records of such."""
    if isinstance(value, list):
        return [array(part) for part in value]
    if "data" not in value:
        return {key: array(part) for key, part in value.items()}
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


def train(model, x, y, steps):
    return [float(np.asarray(model.train_on_batch(x, y)).reshape(-1)[0]) for _ in range(steps)]


for entry in json.load(open(os.path.join(folder, "models.json"))):
    name, tolerance = entry["name"], entry["tolerance"]
    x, y, predictions = array(entry["x"]), array(entry["y"]), array(entry["predictions"])
    path = lambda ending: os.path.join(folder, name + ending)  # noqa: E731
    states = {}

    def archive():
        states["model"] = keras.models.load_model(path(".keras"), safe_mode=True)
        return distance(states["model"].predict(x, verbose=0), predictions)

    check(f"{name}.keras in Keras, predictions", tolerance, archive)
    if "model" not in states:
        continue
    model = states["model"]
    check(f"{name}.keras in Keras, optimizer state", 1e-6, lambda: distance([v.numpy() for v in model.optimizer.variables], array(entry["optimizer"])))
    check(
        f"{name}.h5 in Keras, predictions",
        tolerance,
        lambda: distance(keras.models.load_model(path(".h5"), compile=False).predict(x, verbose=0), predictions),
    )

    def weights():
        fresh = keras.models.model_from_json(open(path(".config.json")).read())
        fresh.load_weights(path(".weights.h5"))
        return distance(fresh.predict(x, verbose=0), predictions)

    check(f"{name}.weights.h5 in Keras, predictions", tolerance, weights)
    check(f"{name}.keras in Keras, next losses", tolerance, lambda: distance(train(model, x, y, len(entry["losses"])), entry["losses"]))

    model.save(path(".back.keras"))
    model.save(path(".back.h5"))
    model.save_weights(path(".back.weights.h5"))
    after = {"predictions": plain(model.predict(x, verbose=0)), "losses": train(model, x, y, 3)}
    json.dump(after, open(path(".back.json"), "w"))

sys.exit(1 if failed else 0)
