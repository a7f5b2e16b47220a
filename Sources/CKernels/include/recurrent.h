#ifndef DL_RECURRENT_H
#define DL_RECURRENT_H

#include <stddef.h>

#include "paths.h"
#include "products.h"
#include "sequences.h"

/// LSTM (Hochreiter & Schmidhuber 1997, with forget gates) and GRU (Cho et al. 2014) over whole sequences.
///
/// Matrices lie in panels with the steps outermost: row = step · examples + example. A matrix of gates holds four slots
/// of `dl_panels(units)` panels each; a slot's own fill-up columns are 0 in the weights, so states stay 0 there. Sums
/// are chains that start from the biases, go on over the inputs and end over the units of the state.
///
/// LSTM, slots i f g o in PyTorch's order, a the pre-activations, σ the logistic function:
///   i, f, o = σ(a), g = tanh a;  ĉ = f ⊙ c' + i ⊙ (candidate ⊙ g);  c = cell ⊙ ĉ;  h = o ⊙ tanh c
/// GRU, slots n r z m, of which n takes the inputs, m the state and r, z both:
///   r, z = σ(a), n = tanh(a + r ⊙ m);  ĥ = (1 − z) ⊙ (candidate ⊙ n) + z ⊙ h';  h = cell ⊙ ĥ
/// with c', h' of the step before, 0 at first; the state enters the products as operand = recurrent ⊙ h'.
/// With zoneout only a share u moves (Krueger et al. 2017): c = u ⊙ ĉ + (1 − u) ⊙ c', and so h from o ⊙ tanh ĉ or ĥ.

typedef enum dl_recurrence_kind { DL_LSTM = 0, DL_GRU = 1 } dl_recurrence_kind;

/// A pass over sequences: `rows` = steps · examples in every matrix but `weights`.
typedef struct dl_recurrence {
  dl_recurrence_kind kind;
  size_t steps, examples, units;
  /// Recurrent weights `[slot panel][unit][16]`: LSTM i f g o, GRU r z m.
  const float *weights;
  /// GRU: what the sums of slot m start from, one per unit; else NULL.
  const float *bias;
  /// Sums of biases and inputs before the forward pass, activations after it, gradients of the sums after the pullback.
  float *gates;
  /// h.
  float *states;
  /// recurrent ⊙ h, row t for step t + 1; may be `states` without such noise.
  float *operands;
  /// c and tanh of what left the cell; LSTM only.
  float *cells, *squashed;
  dl_step_factors recurrent, candidate, cell, moving_cell, moving_state;
} dl_recurrence;

/// What the pullback needs beside the pass, and scratch of one step, `[unit panel][example][16]`.
typedef struct dl_recurrence_pullback {
  /// Recurrent weights transposed, `[unit panel][slot panel · 16][16]`, the slots of `weights`.
  const float *transposed;
  /// Gradient of h at every step, or of the last one only.
  const float *gradient;
  int only_last;
  /// Gradients on their way to the step before: through the products, past them, and of the cell.
  float *through, *past, *cell;
} dl_recurrence_pullback;

/// Runs the steps in order for the examples `first ..< last`.
void dl_recurrence_forward(const dl_recurrence *pass, size_t first, size_t last, dl_path path);

/// Runs the steps backwards for the examples `first ..< last`; leaves the gradients of the sums in `gates`.
void dl_recurrence_backward(
    const dl_recurrence *pass, const dl_recurrence_pullback *pullback, size_t first, size_t last, dl_path path);

/// gradient[k][slot column] = Σ over steps 1 … and examples, ascending, of operand · gradient of the sum.
///
/// Weight panels `first ..< last`, laid out as `weights`; call after `dl_recurrence_backward`.
void dl_recurrence_gradient(
    const dl_recurrence *pass, float *gradient, size_t first, size_t last, dl_path path);

#endif
