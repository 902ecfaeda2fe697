"""Answers the driver's requests with real Keras: sys.argv is the folder of the workload and the number of threads."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
folder, threads = sys.argv[1], int(sys.argv[2])
if os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
import keras
import numpy as np


def resident(line):
    with open("/proc/self/status") as file:
        return next(1024 * int(row.split()[1]) for row in file if row.startswith(line))


def timed(work):
    start = time.perf_counter()
    work()
    return (time.perf_counter() - start) * 1000


with open(f"{folder}/task.json") as file:
    task = json.load(file)
batch, shape = task["batch"], task["shape"]
x = np.fromfile(f"{folder}/x.bin", task["dtype"]).reshape(shape)
y = np.fromfile(f"{folder}/y.bin", "int32")
model = keras.models.load_model(f"{folder}/model.keras")
before = resident("VmRSS")


def answer(request):
    kind = request["do"]
    if kind == "losses":
        return [float(model.train_on_batch(x[:batch], y[:batch])) for _ in range(request["steps"])]
    if kind == "train":
        return [timed(lambda: model.fit(x, y, batch_size=batch, verbose=0, shuffle=False)) * batch / shape[0]]
    if kind == "predictOne":
        return [timed(lambda: model.predict(x[:1], verbose=0)) for _ in range(request["times"])]
    if kind == "predictAll":
        return [timed(lambda: model.predict(x, verbose=0))]
    return [resident("VmHWM"), before]


for line in sys.stdin:
    print(json.dumps({"values": answer(json.loads(line))}), flush=True)
