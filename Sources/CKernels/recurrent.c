#include "recurrent.h"

#include <string.h>

#include "panel-functions.h"
#include "tiles.h"

// MARK: - Places

DL_INLINE size_t rows_of(const dl_recurrence *pass) { return pass->steps * pass->examples; }
/// Floats from panel to panel.
DL_INLINE size_t stride_of(const dl_recurrence *pass) { return rows_of(pass) * DL_PANEL; }
/// Floats from slot to slot.
DL_INLINE size_t slot_of(const dl_recurrence *pass) { return dl_panels(pass->units) * stride_of(pass); }
/// Panels of the slots that the state enters.
DL_INLINE size_t weight_panels(const dl_recurrence *pass) {
  return dl_panels(pass->units) * (pass->kind == DL_LSTM ? 4 : 3);
}
/// The first slot that the state enters.
DL_INLINE float *entered(const dl_recurrence *pass) {
  return pass->gates + (pass->kind == DL_LSTM ? 0 : slot_of(pass));
}

#define dl_factor(factors, t, p, n) \
  dl_load((factors).values + (t) * (factors).step + (p) * (factors).stride + (n) * DL_PANEL)

// MARK: - Sums that go on

/// out[r][p] += Σ_s scalar(r, s) · vector[p][s], as the same chain.
DL_INLINE void onto_tile(
    dl_scalars a, size_t depth, const float *vectors, size_t stride, float *out, size_t out_stride, const int rows,
    const int panels) {
  dl_v16 sum[8][2];
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[r][p] = dl_load(out + p * out_stride + r * DL_PANEL);
  for (size_t s = 0; s < depth; s += DL_PANEL) {
    size_t count = depth - s < DL_PANEL ? depth - s : DL_PANEL;
    const float *scalar = a.base + s / DL_PANEL * a.chunk;
    const float *vector = vectors + s * DL_PANEL;
    for (size_t i = 0; i < count; i++) {
      dl_v16 v[2];
#pragma unroll
      for (int p = 0; p < panels; p++) v[p] = dl_load(vector + p * stride + i * DL_PANEL);
#pragma unroll
      for (int r = 0; r < rows; r++) {
        float value = scalar[r * a.row + i * a.item];
        dl_v16 x = dl_splat(value);
#pragma unroll
        for (int p = 0; p < panels; p++) sum[r][p] = dl_fma(x, v[p], sum[r][p]);
      }
    }
  }
#pragma unroll
  for (int r = 0; r < rows; r++)
#pragma unroll
    for (int p = 0; p < panels; p++) dl_store(out + p * out_stride + r * DL_PANEL, sum[r][p]);
}

/// The product over rows and panels with panels of `out` that lie `out_stride` apart; `goes_on` keeps what is there.
DL_INLINE void strided_product(
    dl_scalars scalars, size_t rows, size_t depth, const float *vectors, size_t panels, float *out, size_t out_stride,
    const int goes_on, const dl_path path) {
  const size_t tile_rows = path == DL_PATH_V4 ? 8 : 4, tile_panels = path == DL_PATH_V4 ? 2 : 1;
  size_t stride = depth * DL_PANEL;
#define DL_TILE(r, p)                                                                             \
  if (goes_on) onto_tile(here, depth, from, stride, to + row * DL_PANEL, out_stride, r, p);       \
  else dl_tile(here, depth, from, stride, 0, to + row * DL_PANEL, out_stride, r, p)
  for (size_t p = 0; p < panels;) {
    size_t wide = panels - p >= tile_panels ? tile_panels : 1, row = 0;
    const float *from = vectors + p * stride;
    float *to = out + p * out_stride;
    dl_scalars here = scalars;
    for (; row + tile_rows <= rows; row += tile_rows, here.base += tile_rows * here.row) {
      if (wide == 2) { DL_TILE(tile_rows, 2); } else { DL_TILE(tile_rows, 1); }
    }
    for (; row < rows; row++, here.base += here.row) {
      if (wide == 2) { DL_TILE(1, 2); } else { DL_TILE(1, 1); }
    }
    p += wide;
  }
#undef DL_TILE
}

// MARK: - Forward

/// u ⊙ next + (1 − u) ⊙ before.
#define dl_moved(u, next, before) dl_fma(u, next, (dl_splat(1.0f) - (u)) * (before))

DL_INLINE void lstm_gates(const dl_recurrence *pass, size_t t, size_t first, size_t last, const int noisy) {
  size_t stride = stride_of(pass), slot = slot_of(pass), back = pass->examples * DL_PANEL;
  const dl_v16 zero = dl_splat(0);
  for (size_t p = 0; p < dl_panels(pass->units); p++)
    for (size_t n = first; n < last; n++) {
      size_t at = p * stride + (t * pass->examples + n) * DL_PANEL;
      float *gates = pass->gates + at;
      dl_v16 i = dl_sigmoid16(dl_load(gates)), f = dl_sigmoid16(dl_load(gates + slot));
      dl_v16 g = dl_tanh16(dl_load(gates + 2 * slot)), o = dl_sigmoid16(dl_load(gates + 3 * slot));
      dl_v16 before = t > 0 ? dl_load(pass->cells + at - back) : zero, taken = g;
      if (noisy && pass->candidate.values) taken = g * dl_factor(pass->candidate, t, p, n);
      dl_v16 reached = dl_fma(f, before, i * taken), cell = reached;
      if (noisy && pass->cell.values) cell = reached = reached * dl_factor(pass->cell, t, p, n) + zero;
      if (noisy && pass->moving_cell.values) cell = dl_moved(dl_factor(pass->moving_cell, t, p, n), reached, before);
      dl_v16 squashed = dl_tanh16(reached), state = o * squashed;
      if (noisy && pass->moving_state.values) {
        dl_v16 old = t > 0 ? dl_load(pass->states + at - back) : zero;
        state = dl_moved(dl_factor(pass->moving_state, t, p, n), state, old);
      }
      dl_store(gates, i);
      dl_store(gates + slot, f);
      dl_store(gates + 2 * slot, g);
      dl_store(gates + 3 * slot, o);
      dl_store(pass->cells + at, cell);
      dl_store(pass->squashed + at, squashed);
      dl_store(pass->states + at, state);
      if (pass->recurrent.values && t + 1 < pass->steps)
        dl_store(pass->operands + at, state * dl_factor(pass->recurrent, t + 1, p, n) + zero);
    }
}

DL_INLINE void gru_gates(const dl_recurrence *pass, size_t t, size_t first, size_t last, const int noisy) {
  size_t stride = stride_of(pass), slot = slot_of(pass), back = pass->examples * DL_PANEL;
  const dl_v16 zero = dl_splat(0);
  for (size_t p = 0; p < dl_panels(pass->units); p++)
    for (size_t n = first; n < last; n++) {
      size_t at = p * stride + (t * pass->examples + n) * DL_PANEL;
      float *gates = pass->gates + at;
      dl_v16 r = dl_sigmoid16(dl_load(gates + slot)), z = dl_sigmoid16(dl_load(gates + 2 * slot));
      dl_v16 new = dl_tanh16(dl_fma(r, dl_load(gates + 3 * slot), dl_load(gates)));
      dl_v16 before = t > 0 ? dl_load(pass->states + at - back) : zero, taken = new;
      if (noisy && pass->candidate.values) taken = new * dl_factor(pass->candidate, t, p, n);
      dl_v16 state = dl_fma(z, before, (dl_splat(1.0f) - z) * taken);
      if (noisy && pass->cell.values) state = state * dl_factor(pass->cell, t, p, n) + zero;
      if (noisy && pass->moving_state.values)
        state = dl_moved(dl_factor(pass->moving_state, t, p, n), state, before);
      dl_store(gates, new);
      dl_store(gates + slot, r);
      dl_store(gates + 2 * slot, z);
      dl_store(pass->states + at, state);
      if (pass->recurrent.values && t + 1 < pass->steps)
        dl_store(pass->operands + at, state * dl_factor(pass->recurrent, t + 1, p, n) + zero);
    }
}

/// Whether anything but the operands is noisy.
DL_INLINE int is_noisy(const dl_recurrence *pass) {
  return pass->candidate.values || pass->cell.values || pass->moving_cell.values || pass->moving_state.values;
}

/// Starts the sums of the GRU's slot m from their biases.
DL_INLINE void start_state_slot(const dl_recurrence *pass, size_t t, size_t first, size_t last) {
  float *to = pass->gates + 3 * slot_of(pass) + t * pass->examples * DL_PANEL;
  for (size_t p = 0; p < dl_panels(pass->units); p++)
    for (size_t n = first; n < last; n++)
      dl_store(to + p * stride_of(pass) + n * DL_PANEL, dl_load(pass->bias + p * DL_PANEL));
}

DL_INLINE void dl_recurrence_forward_body(
    const dl_recurrence *pass, size_t first, size_t last, const dl_path path) {
  size_t stride = stride_of(pass), step = pass->examples * DL_PANEL;
  for (size_t t = 0; t < pass->steps; t++) {
    if (pass->kind == DL_GRU) start_state_slot(pass, t, first, last);
    if (t > 0) {
      const float *operands = pass->recurrent.values ? pass->operands : pass->states;
      dl_scalars scalars = {operands + (t - 1) * step + first * DL_PANEL, DL_PANEL, stride, 1};
      strided_product(
          scalars, last - first, pass->units, pass->weights, weight_panels(pass),
          entered(pass) + t * step + first * DL_PANEL, stride, 1, path);
    }
    if (pass->kind == DL_LSTM) {
      if (is_noisy(pass)) lstm_gates(pass, t, first, last, 1);
      else lstm_gates(pass, t, first, last, 0);
    } else {
      if (is_noisy(pass)) gru_gates(pass, t, first, last, 1);
      else gru_gates(pass, t, first, last, 0);
    }
  }
}

DL_KERNEL(
    dl_recurrence_forward, (const dl_recurrence *pass, size_t first, size_t last, dl_path path), pass, first, last)

// MARK: - Backward

/// The gradient of h at step t: from the output, through the products of the next step, and past them.
#define dl_arriving(pass, back, t, p, n)                                                                  \
  ({                                                                                                      \
    dl_v16 dl_sum = dl_splat(0);                                                                          \
    size_t dl_at = (p) * (pass)->examples * DL_PANEL + (n) * DL_PANEL;                                    \
    if ((t) + 1 < (pass)->steps) {                                                                        \
      dl_sum = dl_load((back)->through + dl_at);                                                          \
      if ((pass)->recurrent.values) dl_sum *= dl_factor((pass)->recurrent, (t) + 1, p, n);                \
      if ((pass)->kind == DL_GRU || (pass)->moving_state.values) dl_sum += dl_load((back)->past + dl_at); \
    }                                                                                                     \
    if (!(back)->only_last)                                                                               \
      dl_sum += dl_load((back)->gradient + (p) * stride_of(pass) + ((t) * (pass)->examples + (n)) * DL_PANEL); \
    else if ((t) + 1 == (pass)->steps) dl_sum += dl_load((back)->gradient + dl_at);                       \
    dl_sum;                                                                                               \
  })

DL_INLINE void lstm_pullback(
    const dl_recurrence *pass, const dl_recurrence_pullback *back, size_t t, size_t first, size_t last,
    const int noisy) {
  size_t stride = stride_of(pass), slot = slot_of(pass), step = pass->examples * DL_PANEL;
  const dl_v16 zero = dl_splat(0), one = dl_splat(1.0f);
  for (size_t p = 0; p < dl_panels(pass->units); p++)
    for (size_t n = first; n < last; n++) {
      size_t at = p * stride + (t * pass->examples + n) * DL_PANEL, here = p * step + n * DL_PANEL;
      float *gates = pass->gates + at;
      dl_v16 i = dl_load(gates), f = dl_load(gates + slot), g = dl_load(gates + 2 * slot);
      dl_v16 o = dl_load(gates + 3 * slot), squashed = dl_load(pass->squashed + at);
      dl_v16 before = t > 0 ? dl_load(pass->cells + at - step) : zero;
      dl_v16 dh = dl_arriving(pass, back, t, p, n);
      dl_v16 dc = t + 1 < pass->steps ? dl_load(back->cell + here) : zero, kept = zero;
      if (noisy && pass->moving_state.values) {
        dl_v16 u = dl_factor(pass->moving_state, t, p, n);
        dl_store(back->past + here, (one - u) * dh);
        dh *= u;
      }
      if (noisy && pass->moving_cell.values) {
        dl_v16 u = dl_factor(pass->moving_cell, t, p, n);
        kept = (one - u) * dc;
        dc *= u;
      }
      dc = dl_fma(dh * o, dl_fma(-squashed, squashed, one), dc);
      if (noisy && pass->cell.values) dc *= dl_factor(pass->cell, t, p, n);
      dl_v16 taken = g, dg = dc * i;
      if (noisy && pass->candidate.values) {
        dl_v16 factor = dl_factor(pass->candidate, t, p, n);
        taken *= factor;
        dg *= factor;
      }
      dl_store(back->cell + here, dl_fma(dc, f, kept));
      dl_store(gates, dc * taken * (i * (one - i)));
      dl_store(gates + slot, dc * before * (f * (one - f)));
      dl_store(gates + 2 * slot, dg * dl_fma(-g, g, one));
      dl_store(gates + 3 * slot, dh * squashed * (o * (one - o)));
    }
}

DL_INLINE void gru_pullback(
    const dl_recurrence *pass, const dl_recurrence_pullback *back, size_t t, size_t first, size_t last,
    const int noisy) {
  size_t stride = stride_of(pass), slot = slot_of(pass), step = pass->examples * DL_PANEL;
  const dl_v16 zero = dl_splat(0), one = dl_splat(1.0f);
  for (size_t p = 0; p < dl_panels(pass->units); p++)
    for (size_t n = first; n < last; n++) {
      size_t at = p * stride + (t * pass->examples + n) * DL_PANEL, here = p * step + n * DL_PANEL;
      float *gates = pass->gates + at;
      dl_v16 new = dl_load(gates), r = dl_load(gates + slot), z = dl_load(gates + 2 * slot);
      dl_v16 entering = dl_load(gates + 3 * slot), taken = new;
      dl_v16 before = t > 0 ? dl_load(pass->states + at - step) : zero;
      dl_v16 dh = dl_arriving(pass, back, t, p, n), kept = zero;
      if (noisy && pass->moving_state.values) {
        dl_v16 u = dl_factor(pass->moving_state, t, p, n);
        kept = (one - u) * dh;
        dh *= u;
      }
      if (noisy && pass->cell.values) dh *= dl_factor(pass->cell, t, p, n);
      dl_v16 dnew = dh * (one - z);
      if (noisy && pass->candidate.values) {
        dl_v16 factor = dl_factor(pass->candidate, t, p, n);
        taken *= factor;
        dnew *= factor;
      }
      dnew *= dl_fma(-new, new, one);
      dl_store(back->past + here, dl_fma(dh, z, kept));
      dl_store(gates, dnew);
      dl_store(gates + slot, dnew * entering * (r * (one - r)));
      dl_store(gates + 2 * slot, dh * (before - taken) * (z * (one - z)));
      dl_store(gates + 3 * slot, dnew * r);
    }
}

DL_INLINE void dl_recurrence_backward_body(
    const dl_recurrence *pass, const dl_recurrence_pullback *back, size_t first, size_t last, const dl_path path) {
  size_t stride = stride_of(pass), step = pass->examples * DL_PANEL;
  for (size_t t = pass->steps; t-- > 0;) {
    if (pass->kind == DL_LSTM) {
      if (is_noisy(pass)) lstm_pullback(pass, back, t, first, last, 1);
      else lstm_pullback(pass, back, t, first, last, 0);
    } else {
      if (is_noisy(pass)) gru_pullback(pass, back, t, first, last, 1);
      else gru_pullback(pass, back, t, first, last, 0);
    }
    if (t == 0) break;
    dl_scalars scalars = {entered(pass) + t * step + first * DL_PANEL, DL_PANEL, stride, 1};
    strided_product(
        scalars, last - first, weight_panels(pass) * DL_PANEL, back->transposed, dl_panels(pass->units),
        back->through + first * DL_PANEL, step, 0, path);
  }
}

DL_KERNEL(
    dl_recurrence_backward,
    (const dl_recurrence *pass, const dl_recurrence_pullback *pullback, size_t first, size_t last, dl_path path), pass,
    pullback, first, last)

DL_INLINE void dl_recurrence_gradient_body(
    const dl_recurrence *pass, float *gradient, size_t first, size_t last, const dl_path path) {
  const size_t rows = path == DL_PATH_V4 ? 8 : 4;
  size_t stride = stride_of(pass), units = pass->units, depth = rows_of(pass) - pass->examples;
  const float *operands = pass->recurrent.values ? pass->operands : pass->states;
  for (size_t p = first; p < last;) {
    size_t wide = path == DL_PATH_V4 && last - p >= 2 ? 2 : 1;
    const float *vectors = entered(pass) + p * stride + pass->examples * DL_PANEL;
    for (size_t k = 0; k < units; k += rows) {
      float tile[2 * 8 * DL_PANEL] __attribute__((aligned(64)));
      dl_scalars scalars = dl_scalars_by_column(operands + k / DL_PANEL * stride);
      scalars.base += k % DL_PANEL;
      if (wide == 2) dl_tile(scalars, depth, vectors, stride, 0, tile, rows * DL_PANEL, rows, 2);
      else dl_tile(scalars, depth, vectors, stride, 0, tile, rows * DL_PANEL, rows, 1);
      size_t here = units - k < rows ? units - k : rows;
      for (size_t w = 0; w < wide; w++)
        memcpy(
            gradient + ((p + w) * units + k) * DL_PANEL, tile + w * rows * DL_PANEL,
            here * DL_PANEL * sizeof(float));
    }
    p += wide;
  }
}

DL_KERNEL(
    dl_recurrence_gradient, (const dl_recurrence *pass, float *gradient, size_t first, size_t last, dl_path path),
    pass, gradient, first, last)
