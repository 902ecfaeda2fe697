"""Answers the driver's requests with real Keras: sys.argv is the workload and the number of threads."""

import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
name, threads = sys.argv[1], int(sys.argv[2])
if os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow":
    import tensorflow as tf

    tf.config.threading.set_intra_op_parallelism_threads(threads)
    tf.config.threading.set_inter_op_parallelism_threads(threads)
import keras
import numpy as np
from keras import layers

batch, shape = {"mlp-32": (32, (784,)), "cnn-128": (128, (28, 28, 1))}[name]
size = int(np.prod(shape))
labels = np.arange(batch) % 10
pixels = np.arange(size)[None, :]
x = ((pixels * 7 + labels[:, None] * 131) % 17) / 17 * np.where(pixels % 10 == labels[:, None], 1.0, 0.2)
x = x.astype("float32").reshape((batch,) + shape)
inner = {
    "mlp-32": [layers.Dense(300, "relu"), layers.Dense(100, "relu")],
    "cnn-128": [
        layers.Conv2D(16, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Conv2D(36, 5, padding="same", activation="relu"),
        layers.MaxPooling2D(2),
        layers.Flatten(),
        layers.Dense(128, "relu"),
    ],
}[name]
model = keras.Sequential([keras.Input(shape)] + inner + [layers.Dense(10, "softmax")])
optimizer = keras.optimizers.SGD(0.01) if name == "mlp-32" else keras.optimizers.Adam()
model.compile(optimizer, "sparse_categorical_crossentropy")
for line in sys.stdin:
    ms = []
    for _ in range(json.loads(line)["steps"]):
        start = time.perf_counter()
        loss = float(model.train_on_batch(x, labels))
        ms.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"ms": ms, "loss": loss}), flush=True)
