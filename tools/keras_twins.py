"""The classes of models that npm run test:keras saves here and opens in Keras, where the classes are a program's own.

Each does in Python what the class of its name does in examples/, in apps/docs/guide/ or in tools/lib/. A file holds the name
alone: what is registered there is registered here, what is given as a custom object there is in `custom_objects` here.
"""

import keras
import tensorflow as tf
from keras import ops


@keras.saving.register_keras_serializable(package="my_package")
class Linear(keras.layers.Layer):
    """examples/custom-layer.ts, apps/docs/guide/from-keras.md"""

    def __init__(self, units, kernel_initializer="glorot_uniform", **kwargs):
        super().__init__(**kwargs)
        self.units = units
        self.kernel_initializer = keras.initializers.get(kernel_initializer)

    def build(self, input_shape):
        self.kernel = self.add_weight(
            name="kernel", shape=(input_shape[-1], self.units), initializer=self.kernel_initializer
        )

    def call(self, x):
        return ops.matmul(x, self.kernel)

    def get_config(self):
        initializer = keras.initializers.serialize(self.kernel_initializer)
        return {**super().get_config(), "units": self.units, "kernel_initializer": initializer}


class Swish(keras.layers.Layer):
    """examples/custom-layer.ts"""

    def call(self, x):
        return ops.silu(x)


class WideAndDeep(keras.Model):
    """examples/subclassing.ts"""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.hidden1 = keras.layers.Dense(30, activation="relu")
        self.hidden2 = keras.layers.Dense(30, activation="relu")
        self.main_output = keras.layers.Dense(1)
        self.aux_output = keras.layers.Dense(1)

    def call(self, inputs):
        a, b = inputs
        h2 = self.hidden2(self.hidden1(b))
        return [self.main_output(ops.concatenate([a, h2], -1)), self.aux_output(h2)]


class Careful(keras.Model):
    """examples/subclassing.ts"""

    def train_step(self, data):
        x, y, weight = keras.utils.unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            loss = self.compute_loss(x=x, y=y, y_pred=self(x, training=True), sample_weight=weight)
        gradients = tape.gradient(loss, self.trainable_weights)
        clipped = [ops.clip(gradient, -0.01, 0.01) for gradient in gradients]
        self.optimizer.apply(clipped, self.trainable_weights)
        return self.compute_metrics(x, y, self(x, training=False), sample_weight=weight)


class Subclassed(keras.Model):
    """tools/lib/subclassed-model.mjs"""

    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        dense = keras.layers.Dense
        self.stem = dense(8, activation="relu")
        self.blocks = [dense(8, activation="tanh"), dense(8, activation="tanh"), keras.layers.LayerNormalization()]
        self.heads = {"b": dense(3), "a": dense(2)}
        self.pairs = [[dense(4), dense(5, use_bias=False)], [dense(6)]]
        layers = [keras.Input((8,)), dense(4, activation="relu"), keras.layers.BatchNormalization()]
        self.inner = keras.Sequential(layers, name="inner")
        self.temperature = self.add_weight(name="temperature", shape=(1,), initializer="ones")

    def call(self, inputs):
        x = self.stem(inputs)
        x = self.blocks[2](self.blocks[1](self.blocks[0](x)))
        z = self.inner(x)
        joined = ops.concatenate([self.pairs[0][0](x), self.pairs[0][1](x)], axis=-1)
        p = self.pairs[1][0](joined)
        return {"a": self.heads["a"](z) / self.temperature, "b": self.heads["b"](p)}


custom_objects = {each.__name__: each for each in (Swish, WideAndDeep, Careful, Subclassed)}
