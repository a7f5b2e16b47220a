#ifndef DL_UPDATES_H
#define DL_UPDATES_H

#include <stdbool.h>
#include <stddef.h>

#include "elementwise.h"
#include "paths.h"
#include "products.h"

/// Weight gradients and the rules that move weights; all matrices in panels (see products.h).
///
/// The fused step gives the bits of gradient, update and transpose one after the other.

/// Gradient descent: g ← g + l2 · w + l1 · sign w; v ← momentum · v + g; w ← keep · w − rate · d,
/// with d = v, or g + momentum · v for Nesterov's form; `keep` is 1 − rate · decoupled decay.
typedef struct dl_sgd {
  float rate, momentum, l2, l1, keep;
  bool nesterov;
} dl_sgd;

/// Adam (Kingma & Ba 2015): m ← β₁ m + (1 − β₁) g; v ← β₂ v + (1 − β₂) g²; w ← keep · w − step · m / (√v · scale + ε),
/// with step = rate / (1 − β₁ᵗ), scale = 1 / √(1 − β₂ᵗ); l2 and l1 enter g as in `dl_sgd`.
typedef struct dl_adam {
  float step, beta1, beta2, scale, epsilon, l2, l1, keep;
} dl_adam;

/// What a weight gradient is made of: activations `[panel][example][16]` with their lists per column or NULL for the
/// dense path, and output gradients `[panel][example][16]`.
typedef struct dl_gradient_source {
  const float *activations;
  const dl_lists *columns;
  const float *gradients;
  size_t examples, inputs;
} dl_gradient_source;

/// gradient[k][o] = Σ over examples of activation · output gradient, for output panels `first ..< last`.
void dl_weight_gradient(
    const dl_gradient_source *source, float *gradient, size_t first, size_t last, dl_path path);

/// The gradient and at once the update by `rule`; `transposed` is refreshed unless NULL.
///
/// `weights`, `velocity`: panels over outputs `[panel][input][16]`; `transposed`: panels over inputs
/// `[panel][output][16]` of `outputs` rows; `squares`, unless NULL: what `dl_unit_squares` gives of the weights before.
void dl_weight_step_sgd(
    const dl_gradient_source *source, size_t outputs, float *weights, float *velocity, float *transposed,
    double *squares, const dl_sgd *rule, size_t first, size_t last, dl_path path);

/// The same with a gradient that is multiplied by the mask of the weights (weight-masks.h);
/// there is no transposed copy, since the input gradient takes masked weights.
void dl_masked_weight_step_sgd(
    const dl_gradient_source *source, size_t outputs, const dl_noise *mask, float *weights, float *velocity,
    const dl_sgd *rule, size_t first, size_t last, dl_path path);

/// What a layer with noise on its sums, z = W h + b + √(r W² h²) ε, keeps and needs beside its weights.
///
/// `source` has h² for activations and the gradients of W² h²; `values` and `transposed` (or NULL) are W² and its copy.
typedef struct dl_square_sums {
  const dl_gradient_source *source;
  float *values, *transposed;
} dl_square_sums;

/// `dl_weight_step_sgd` with the gradient g + (2 w) s, s that of `squares`; W² and its copy follow the weights.
void dl_summed_weight_step_sgd(
    const dl_gradient_source *source, const dl_square_sums *squares, size_t outputs, float *weights, float *velocity,
    float *transposed, const dl_sgd *rule, size_t first, size_t last, dl_path path);

/// Updates `count` weights, a multiple of 16, from stored gradients.
void dl_update_sgd(
    float *weights, float *velocity, const float *gradient, size_t count, const dl_sgd *rule, dl_path path);

/// Updates `count` weights, a multiple of 16, from stored gradients.
void dl_update_adam(
    float *weights, float *mean, float *square, const float *gradient, size_t count, const dl_adam *rule,
    dl_path path);

/// Writes the transposed copy of output panels `first ..< last`.
void dl_transpose_weights(
    const float *weights, size_t inputs, size_t outputs, float *transposed, size_t first, size_t last, dl_path path);

/// sums[o] = Σ over examples of the output gradient, one chain per unit; 16 per panel.
void dl_bias_gradient(
    const float *gradients, size_t examples, float *sums, size_t first, size_t last, dl_path path);

/// Scales the incoming weights of each unit whose norm exceeds `limit` to just below it, leaves the others' bits.
///
/// The norm is one chain of Double fused multiply-adds per unit, inputs ascending. Adds the number of scaled units
/// to `*scaled`. Applying it twice changes nothing more (Srivastava et al. 2014, section 5.1).
void dl_max_norm(
    float *weights, size_t inputs, double limit, size_t *scaled, size_t first, size_t last, dl_path path);

/// squares[o] = the squared norm of the incoming weights of each unit, as `dl_max_norm` sums it; 16 per panel.
void dl_unit_squares(
    const float *weights, size_t inputs, double *squares, size_t first, size_t last, dl_path path);

/// values ← values · factor, for a multiple of 16 of them.
void dl_scale_values(float *values, size_t count, float factor, dl_path path);

/// sums ← sums + factor · values, for a multiple of 16 of them; product and sum are rounded each.
void dl_add_scaled(float *sums, const float *values, size_t count, float factor, dl_path path);

/// sums ← sums + values, in Double.
void dl_add_to_sums(double *sums, const float *values, size_t count);

/// values ← sums / divisor.
void dl_average_sums(const double *sums, double divisor, float *values, size_t count);

#endif
