#ifndef DL_PENALTIES_H
#define DL_PENALTIES_H

#include <stddef.h>

/// The penalty that dropout of what the last dense layer reads adds to the loss, to second order, and its slopes.
///
/// R = c Σ over rows and inputs of h² v / 2 with v = wᵀ H w, w the weights of the input and H the second derivative of
/// the loss by the answers. All sums in Double, one chain each, ascending. `inputs` in panels `[panel][row][16]`,
/// `weights` in panels over the outputs `[panel][input][16]`.
typedef enum dl_curvature {
  /// H = diag π − ππᵀ, π the softmax of the answers.
  DL_CURVATURE_SOFTMAX,
  /// One answer against zero: H = π (1 − π), π its logistic function.
  DL_CURVATURE_LOGISTIC,
  /// H = 2 / outputs on the diagonal.
  DL_CURVATURE_SQUARES,
} dl_curvature;

/// A batch at the last layer.
typedef struct dl_last_layer {
  const float *inputs, *weights;
  size_t rows, depth, outputs;
  dl_curvature curvature;
} dl_last_layer;

/// shares ← π of every row, [rows × outputs]; for squares 2 / outputs.
void dl_curvature_shares(const dl_last_layer *layer, const float *answers, double *shares);

/// Returns R / c and adds c · ∂(R / c)/∂y to `gradient`, in panels as the answers; `scratch` has 2 · outputs numbers.
double dl_penalty_and_answer_slopes(
    const dl_last_layer *layer, const double *shares, double c, float *gradient, double *scratch);

/// Adds ∂R/∂h to `gradient`, in panels as the inputs.
void dl_add_penalty_input_slopes(const dl_last_layer *layer, const double *shares, double c, float *gradient);

/// Adds ∂R/∂W to `gradient`, in panels as the weights; `scratch` has depth · outputs numbers.
void dl_add_penalty_weight_slopes(
    const dl_last_layer *layer, const double *shares, double c, float *gradient, double *scratch);

#endif
