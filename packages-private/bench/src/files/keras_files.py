"""The same with real Keras: python keras_files.py save|load PATH"""

import json
import os
import re
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402

mode, path = sys.argv[1:]


def make(sizes):
    return keras.Sequential([keras.Input((sizes[0],)), *[keras.layers.Dense(units) for units in sizes[1:]]])


def peak():
    return int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) * 1024


small = make([4, 4, 4])
small.save(path + ".small.keras")
keras.saving.load_model(path + ".small.keras")
model = make([5000, 2500, 2500, 2500, 10]) if mode == "save" else None
open("/proc/self/clear_refs", "w").write("5")  # the peak counts from here
before = peak()
start = time.perf_counter()
if mode == "save":
    model.save(path)
else:
    model = keras.saving.load_model(path)
ms = 1000 * (time.perf_counter() - start)
print(json.dumps({"ms": ms, "grown": peak() - before, "bytes": 4 * model.count_params()}))
