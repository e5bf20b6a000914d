/** ONNX models by ONNX Runtime's native library. */
@NullMarked
package io.x0tta6bl4.ml.provider.onnxruntime;

import org.jspecify.annotations.NullMarked;
