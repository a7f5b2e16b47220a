#include "updates.h"

#include "mask-bits.h"
#include "tiles.h"

/// Floats of a 16 × 16 tile; floats from which on a transposed copy is streamed (2 MiB).
enum { AREA = DL_PANEL * DL_PANEL, STREAMED = 1 << 19 };

// MARK: - Rules

DL_INLINE void sgd(float *weight, float *velocity, const float *gradient, const dl_sgd *rule) {
  float keep = rule->keep, rate = -rule->rate, momentum = rule->momentum, l2 = rule->l2, l1 = rule->l1;
  dl_v16 w = dl_load(weight), g = dl_load(gradient), v = dl_load(velocity);
  if (l2 != 0) g = dl_fma(dl_splat(l2), w, g);
  if (l1 != 0) g += dl_where(w > dl_splat(0), dl_splat(l1)) - dl_where(w < dl_splat(0), dl_splat(l1));
  v = dl_fma(dl_splat(momentum), v, g);
  dl_v16 d = rule->nesterov ? dl_fma(dl_splat(momentum), v, g) : v;
  if (keep != 1) w *= dl_splat(keep);
  dl_store(velocity, v);
  dl_store(weight, dl_fma(dl_splat(rate), d, w));
}

DL_INLINE void adam(float *weight, float *mean, float *square, const float *gradient, const dl_adam *rule) {
  float beta1 = rule->beta1, beta2 = rule->beta2, rest1 = 1 - beta1, rest2 = 1 - beta2;
  float scale = rule->scale, epsilon = rule->epsilon, step = rule->step, keep = rule->keep;
  float l2 = rule->l2, l1 = rule->l1;
  dl_v16 w = dl_load(weight), g = dl_load(gradient);
  if (l2 != 0) g = dl_fma(dl_splat(l2), w, g);
  if (l1 != 0) g += dl_where(w > dl_splat(0), dl_splat(l1)) - dl_where(w < dl_splat(0), dl_splat(l1));
  dl_v16 m = dl_fma(dl_splat(beta1), dl_load(mean), dl_splat(rest1) * g);
  dl_v16 s = dl_fma(dl_splat(beta2), dl_load(square), dl_splat(rest2) * (g * g));
  dl_v16 divisor = dl_fma(__builtin_elementwise_sqrt(s), dl_splat(scale), dl_splat(epsilon));
  if (keep != 1) w *= dl_splat(keep);
  dl_store(mean, m);
  dl_store(square, s);
  dl_store(weight, w - dl_splat(step) * (m / divisor));
}

DL_INLINE void dl_update_sgd_body(
    float *weights, float *velocity, const float *gradient, size_t count, const dl_sgd *rule, const dl_path path) {
  (void)path;
  for (size_t i = 0; i < count; i += DL_PANEL) sgd(weights + i, velocity + i, gradient + i, rule);
}

DL_KERNEL(
    dl_update_sgd,
    (float *weights, float *velocity, const float *gradient, size_t count, const dl_sgd *rule, dl_path path), weights,
    velocity, gradient, count, rule)

DL_INLINE void dl_update_adam_body(
    float *weights, float *mean, float *square, const float *gradient, size_t count, const dl_adam *rule,
    const dl_path path) {
  (void)path;
  for (size_t i = 0; i < count; i += DL_PANEL) adam(weights + i, mean + i, square + i, gradient + i, rule);
}

DL_KERNEL(
    dl_update_adam,
    (float *weights, float *mean, float *square, const float *gradient, size_t count, const dl_adam *rule,
     dl_path path),
    weights, mean, square, gradient, count, rule)

DL_INLINE void dl_scale_values_body(float *values, size_t count, float factor, const dl_path path) {
  (void)path;
  for (size_t i = 0; i < count; i += DL_PANEL) dl_store(values + i, dl_load(values + i) * dl_splat(factor));
}

DL_KERNEL(dl_scale_values, (float *values, size_t count, float factor, dl_path path), values, count, factor)

DL_INLINE void dl_add_scaled_body(
    float *sums, const float *values, size_t count, float factor, const dl_path path) {
  (void)path;
  for (size_t i = 0; i < count; i += DL_PANEL)
    dl_store(sums + i, dl_load(sums + i) + dl_load(values + i) * dl_splat(factor));
}

DL_KERNEL(
    dl_add_scaled, (float *sums, const float *values, size_t count, float factor, dl_path path), sums, values, count,
    factor)

// MARK: - Means of weights over steps

void dl_add_to_sums(double *sums, const float *values, size_t count) {
  for (size_t i = 0; i < count; i++) sums[i] += values[i];
}

void dl_average_sums(const double *sums, double divisor, float *values, size_t count) {
  for (size_t i = 0; i < count; i++) values[i] = (float)(sums[i] / divisor);
}

// MARK: - Gradient of 16 inputs × a few output panels

/// tile[p][input][16] for the inputs of one panel.
DL_INLINE void gradient_tile(
    const dl_gradient_source *source, size_t input_panel, size_t inputs, size_t panel, const int panels, float *tile,
    const dl_path path) {
  size_t examples = source->examples, stride = examples * DL_PANEL;
  const float *vectors = source->gradients + panel * stride;
  const dl_lists *lists = source->columns;
  if (lists) {
    for (size_t i = 0; i < inputs; i++) {
      const uint32_t *range = lists->starts + (input_panel * DL_PANEL + i) * lists->blocks;
      float *row = tile + i * DL_PANEL;
      for (size_t b = 0; b < lists->blocks; b++)
        dl_list_row(
            lists->offsets + range[b], lists->values + range[b], range[b + 1] - range[b], vectors, stride,
            b > 0 ? row : 0, AREA, row, AREA, panels);
    }
    return;
  }
  dl_scalars scalars = dl_scalars_by_column(source->activations + input_panel * stride);
  const int rows = path == DL_PATH_V4 ? 8 : 4, columns = path == DL_PATH_V4 ? 2 : 1;
  for (int p = 0; p < panels; p += columns)
    for (int r = 0; r < DL_PANEL; r += rows, scalars.base += rows) {
      const float *vector = vectors + p * stride;
      float *to = tile + p * AREA + r * DL_PANEL;
      if (p + columns <= panels) dl_tile(scalars, examples, vector, stride, 0, to, AREA, rows, columns);
      else dl_tile(scalars, examples, vector, stride, 0, to, AREA, rows, 1);
      if (r + rows == DL_PANEL) scalars.base -= DL_PANEL;
    }
}

/// Whether stores to a transposed copy of that size go past the caches, which they would only sweep out.
DL_INLINE int streams(const float *transposed, size_t inputs, size_t outputs) {
  return transposed && (uintptr_t)transposed % sizeof(dl_v16) == 0 && inputs * outputs >= STREAMED;
}

/// Writes rows of 16 inputs of one output panel as columns of the transposed copy.
DL_INLINE void turn_tile(
    const float *weights, size_t inputs, size_t outputs, float *transposed, const int streamed) {
  dl_v16 block[DL_PANEL];
  for (size_t i = 0; i < DL_PANEL; i++) block[i] = i < inputs ? dl_load(weights + i * DL_PANEL) : dl_splat(0);
  dl_transpose(block);
  size_t rows = outputs < DL_PANEL ? outputs : DL_PANEL;
  if (streamed)
    for (size_t o = 0; o < rows; o++) dl_stream(transposed + o * DL_PANEL, block[o]);
  else
    for (size_t o = 0; o < rows; o++) dl_store(transposed + o * DL_PANEL, block[o]);
}

DL_INLINE size_t least(size_t a, size_t b) { return a < b ? a : b; }

/// Asks memory for what the update of a tile will touch, so that it arrives while the gradient is computed.
DL_INLINE void fetch_tile(const float *weights, const float *velocity, size_t at, size_t inputs) {
  for (size_t i = 0; i < inputs; i++) {
    __builtin_prefetch(weights + at + i * DL_PANEL, 1);
    __builtin_prefetch(velocity + at + i * DL_PANEL, 1);
  }
}

/// tile ← mask · tile for `here` lines of weights, of which the first is `line`.
DL_INLINE void mask_tile(float *tile, const dl_noise *mask, size_t line, size_t here) {
  const dl_v16 scale = dl_splat(mask->scale);
  for (size_t i = 0; i < here; i++, tile += DL_PANEL) {
    const dl_i16 kept = dl_lanes(dl_line_bits(mask->bits, line + i));
    dl_store(tile, dl_where(kept, dl_load(tile) * scale) + dl_splat(0));
  }
}

typedef double v8d __attribute__((vector_size(64)));
typedef float v8f __attribute__((vector_size(32), aligned(4), may_alias));

/// The squared norms of the units of a few panels so far: lanes 0–7 and 8–15 of each.
typedef struct unit_sums {
  v8d low[4], high[4];
} unit_sums;

/// Adds `inputs` lines of each panel, `stride` floats apart; the panels side by side, since each sum is one chain.
DL_INLINE void add_squares(unit_sums *to, const float *weights, size_t inputs, size_t stride, const int panels) {
  unit_sums sums = *to;
  for (size_t i = 0; i < inputs; i++, weights += DL_PANEL)
    for (int p = 0; p < panels; p++) {
      v8d a = __builtin_convertvector(*(const v8f *)(weights + p * stride), v8d);
      v8d b = __builtin_convertvector(*(const v8f *)(weights + p * stride + 8), v8d);
      sums.low[p] = __builtin_elementwise_fma(a, a, sums.low[p]);
      sums.high[p] = __builtin_elementwise_fma(b, b, sums.high[p]);
    }
  *to = sums;
}

/// Writes the sums, 16 per panel.
DL_INLINE void store_sums(const unit_sums *sums, double *squares, const int panels) {
  for (int p = 0; p < panels; p++) {
    __builtin_memcpy(squares + p * DL_PANEL, &sums->low[p], sizeof sums->low[p]);
    __builtin_memcpy(squares + p * DL_PANEL + 8, &sums->high[p], sizeof sums->high[p]);
  }
}

/// tile ← tile + (2 w) · squares for the inputs of one panel.
DL_INLINE void add_square_slopes(float *tile, const float *squares, const float *weights, size_t inputs) {
  for (size_t i = 0; i < inputs * DL_PANEL; i += DL_PANEL)
    dl_store(tile + i, dl_load(tile + i) + dl_splat(2) * dl_load(weights + i) * dl_load(squares + i));
}

DL_INLINE void step_group(
    const dl_gradient_source *source, const dl_square_sums *squares, size_t outputs, const dl_noise *mask,
    float *weights, float *velocity, float *transposed, double *norms, const dl_sgd *rule, size_t panel,
    const int panels, const dl_path path) {
  unit_sums sums = {0};
  float tile[4 * AREA] __attribute__((aligned(64)));
  float second[4 * AREA] __attribute__((aligned(64)));
  size_t inputs = source->inputs;
  int streamed = streams(transposed, inputs, outputs);
  for (size_t k = 0; k < inputs; k += DL_PANEL) {
    size_t here = least(DL_PANEL, inputs - k);
    for (int p = 0; p < panels; p++) fetch_tile(weights, velocity, ((panel + p) * inputs + k) * DL_PANEL, here);
    gradient_tile(source, k / DL_PANEL, here, panel, panels, tile, path);
    if (squares) gradient_tile(squares->source, k / DL_PANEL, here, panel, panels, second, path);
    if (norms) add_squares(&sums, weights + (panel * inputs + k) * DL_PANEL, here, inputs * DL_PANEL, panels);
    for (int p = 0; p < panels; p++) {
      size_t at = ((panel + p) * inputs + k) * DL_PANEL, output = (panel + p) * DL_PANEL;
      size_t turned = k * outputs + output * DL_PANEL;
      if (squares) add_square_slopes(tile + p * AREA, second + p * AREA, weights + at, here);
      if (mask) mask_tile(tile + p * AREA, mask, at / DL_PANEL, here);
      for (size_t i = 0; i < here; i++)
        sgd(weights + at + i * DL_PANEL, velocity + at + i * DL_PANEL, tile + p * AREA + i * DL_PANEL, rule);
      if (transposed) turn_tile(weights + at, here, outputs - output, transposed + turned, streamed);
      if (!squares) continue;
      for (size_t i = 0; i < here * DL_PANEL; i += DL_PANEL) {
        dl_v16 w = dl_load(weights + at + i);
        dl_store(squares->values + at + i, w * w);
      }
      if (squares->transposed)
        turn_tile(squares->values + at, here, outputs - output, squares->transposed + turned, streamed);
    }
  }
  if (norms) store_sums(&sums, norms + panel * DL_PANEL, panels);
}

DL_INLINE void step_panels(
    const dl_gradient_source *source, const dl_square_sums *squares, size_t outputs, float *weights, float *velocity,
    float *transposed, double *norms, const dl_sgd *rule, size_t first, size_t last, const dl_path path) {
  size_t p = first;
  for (; p + 4 <= last; p += 4)
    step_group(source, squares, outputs, 0, weights, velocity, transposed, norms, rule, p, 4, path);
  for (; p < last; p++) step_group(source, squares, outputs, 0, weights, velocity, transposed, norms, rule, p, 1, path);
  // Streamed stores are not ordered like others; whoever is told that the step is done must see them.
  if (streams(transposed, source->inputs, outputs)) __atomic_thread_fence(__ATOMIC_SEQ_CST);
}

DL_INLINE void dl_summed_weight_step_sgd_body(
    const dl_gradient_source *source, const dl_square_sums *squares, size_t outputs, float *weights, float *velocity,
    float *transposed, const dl_sgd *rule, size_t first, size_t last, const dl_path path) {
  step_panels(source, squares, outputs, weights, velocity, transposed, 0, rule, first, last, path);
}

DL_KERNEL(
    dl_summed_weight_step_sgd,
    (const dl_gradient_source *source, const dl_square_sums *squares, size_t outputs, float *weights, float *velocity,
     float *transposed, const dl_sgd *rule, size_t first, size_t last, dl_path path),
    source, squares, outputs, weights, velocity, transposed, rule, first, last)

DL_INLINE void dl_weight_step_sgd_body(
    const dl_gradient_source *source, size_t outputs, float *weights, float *velocity, float *transposed,
    double *squares, const dl_sgd *rule, size_t first, size_t last, const dl_path path) {
  // Two copies, so that sums which nobody asks for hold no registers.
  if (squares) step_panels(source, 0, outputs, weights, velocity, transposed, squares, rule, first, last, path);
  else step_panels(source, 0, outputs, weights, velocity, transposed, 0, rule, first, last, path);
}

DL_KERNEL(
    dl_weight_step_sgd,
    (const dl_gradient_source *source, size_t outputs, float *weights, float *velocity, float *transposed,
     double *squares, const dl_sgd *rule, size_t first, size_t last, dl_path path),
    source, outputs, weights, velocity, transposed, squares, rule, first, last)

DL_INLINE void dl_masked_weight_step_sgd_body(
    const dl_gradient_source *source, size_t outputs, const dl_noise *mask, float *weights, float *velocity,
    const dl_sgd *rule, size_t first, size_t last, const dl_path path) {
  size_t p = first;
  for (; p + 4 <= last; p += 4) step_group(source, 0, outputs, mask, weights, velocity, 0, 0, rule, p, 4, path);
  for (; p < last; p++) step_group(source, 0, outputs, mask, weights, velocity, 0, 0, rule, p, 1, path);
}

DL_KERNEL(
    dl_masked_weight_step_sgd,
    (const dl_gradient_source *source, size_t outputs, const dl_noise *mask, float *weights, float *velocity,
     const dl_sgd *rule, size_t first, size_t last, dl_path path),
    source, outputs, mask, weights, velocity, rule, first, last)

DL_INLINE void gradient_group(
    const dl_gradient_source *source, float *gradient, size_t panel, const int panels, const dl_path path) {
  float tile[4 * AREA] __attribute__((aligned(64)));
  size_t inputs = source->inputs;
  for (size_t k = 0; k < inputs; k += DL_PANEL) {
    size_t here = least(DL_PANEL, inputs - k);
    gradient_tile(source, k / DL_PANEL, here, panel, panels, tile, path);
    for (int p = 0; p < panels; p++)
      for (size_t i = 0; i < here; i++)
        dl_store(gradient + ((panel + p) * inputs + k + i) * DL_PANEL, dl_load(tile + p * AREA + i * DL_PANEL));
  }
}

DL_INLINE void dl_weight_gradient_body(
    const dl_gradient_source *source, float *gradient, size_t first, size_t last, const dl_path path) {
  size_t p = first;
  for (; p + 4 <= last; p += 4) gradient_group(source, gradient, p, 4, path);
  for (; p < last; p++) gradient_group(source, gradient, p, 1, path);
}

DL_KERNEL(
    dl_weight_gradient,
    (const dl_gradient_source *source, float *gradient, size_t first, size_t last, dl_path path), source, gradient,
    first, last)

// MARK: - Transposed copy, bias, max-norm

DL_INLINE void dl_transpose_weights_body(
    const float *weights, size_t inputs, size_t outputs, float *transposed, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++)
    for (size_t k = 0; k < inputs; k += DL_PANEL)
      turn_tile(
          weights + (p * inputs + k) * DL_PANEL, least(DL_PANEL, inputs - k), outputs - p * DL_PANEL,
          transposed + k * outputs + p * AREA, 0);
}

DL_KERNEL(
    dl_transpose_weights,
    (const float *weights, size_t inputs, size_t outputs, float *transposed, size_t first, size_t last, dl_path path),
    weights, inputs, outputs, transposed, first, last)

DL_INLINE void dl_bias_gradient_body(
    const float *gradients, size_t examples, float *sums, size_t first, size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    dl_v16 sum = dl_splat(0);
    for (size_t n = 0; n < examples; n++) sum += dl_load(gradients + (p * examples + n) * DL_PANEL);
    dl_store(sums + p * DL_PANEL, sum);
  }
}

DL_KERNEL(
    dl_bias_gradient, (const float *gradients, size_t examples, float *sums, size_t first, size_t last, dl_path path),
    gradients, examples, sums, first, last)

DL_INLINE void norms(const float *weights, size_t inputs, double *squares, const int panels) {
  unit_sums sums = {0};
  add_squares(&sums, weights, inputs, inputs * DL_PANEL, panels);
  store_sums(&sums, squares, panels);
}

DL_INLINE void dl_unit_squares_body(
    const float *weights, size_t inputs, double *squares, size_t first, size_t last, const dl_path path) {
  (void)path;
  size_t p = first;
  for (; p + 4 <= last; p += 4) norms(weights + p * inputs * DL_PANEL, inputs, squares + p * DL_PANEL, 4);
  for (; p < last; p++) norms(weights + p * inputs * DL_PANEL, inputs, squares + p * DL_PANEL, 1);
}

DL_KERNEL(
    dl_unit_squares,
    (const float *weights, size_t inputs, double *squares, size_t first, size_t last, dl_path path), weights, inputs,
    squares, first, last)

DL_INLINE void dl_max_norm_body(
    float *weights, size_t inputs, double limit, size_t *scaled, size_t first, size_t last, const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++) {
    float *panel = weights + p * inputs * DL_PANEL, factor[DL_PANEL];
    double squares[DL_PANEL];
    int any = 0;
    norms(panel, inputs, squares, 1);
    for (int i = 0; i < DL_PANEL; i++) {
      int over = squares[i] > limit * limit;
      // A little below the limit, so that rounding cannot lift the norm above it again.
      factor[i] = over ? (float)(limit / __builtin_sqrt(squares[i]) * (1 - 0x1p-22)) : 1;
      any += over;
    }
    if (any)
      for (size_t k = 0; k < inputs; k++)
        dl_store(panel + k * DL_PANEL, dl_load(panel + k * DL_PANEL) * dl_load(factor));
    *scaled += (size_t)any;
  }
}

DL_KERNEL(
    dl_max_norm,
    (float *weights, size_t inputs, double limit, size_t *scaled, size_t first, size_t last, dl_path path), weights,
    inputs, limit, scaled, first, last)
