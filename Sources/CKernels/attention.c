#include "attention.h"

#include "mask-bits.h"
#include "panel-functions.h"
#include "products.h"

// MARK: - Scratch of one head

/// Matrices of one head in panels: rows are positions, columns its channels, or positions again.
typedef struct head {
  /// Q, K, V, gradient of O: `[channel panel][position][16]`.
  float *q, *k, *v, *context;
  /// K or V transposed, `[position panel][channel][16]`.
  float *turned;
  /// Weights after their mask, gradients of the weights: `[position panel][position][16]`.
  float *dropped, *slopes;
  /// Rows of one result, as long as the longest.
  float *result;
} head;

DL_INLINE size_t channels_size(size_t positions, size_t width) { return dl_panels(width) * positions * DL_PANEL; }
DL_INLINE size_t turned_size(size_t positions, size_t width) { return dl_panels(positions) * width * DL_PANEL; }
DL_INLINE size_t square_size(size_t positions) { return dl_panels(positions) * positions * DL_PANEL; }

size_t dl_attention_scratch(size_t positions, size_t width) {
  return 5 * channels_size(positions, width) + turned_size(positions, width) + 2 * square_size(positions);
}

size_t dl_attention_weights(size_t positions, size_t heads) { return heads * square_size(positions); }

static head laid_out(const dl_attention *pass) {
  size_t channels = channels_size(pass->positions, pass->width), square = square_size(pass->positions);
  float *at = pass->scratch;
  head it = {at, at + channels, at + 2 * channels, at + 3 * channels, 0, 0, 0, at + 4 * channels};
  it.turned = at + 5 * channels;
  it.dropped = it.turned + turned_size(pass->positions, pass->width);
  it.slopes = it.dropped + square;
  return it;
}

/// Weights of one example and head.
DL_INLINE float *weights_of(const dl_attention *pass, size_t n, size_t h) {
  return pass->weights + (n * pass->heads + h) * square_size(pass->positions);
}

/// What the head's output is multiplied by.
DL_INLINE float head_factor(const dl_attention *pass, size_t n, size_t h) {
  const dl_noise *noise = &pass->head_noise;
  if (!noise->bits) return noise->scale;
  return noise->bits[n * noise->words + h / 64] >> (h % 64) & 1 ? noise->scale : 0;
}

/// How many columns from `source` and from `target` on lie side by side in both.
DL_INLINE size_t run_of(size_t source, size_t target, size_t left) {
  size_t run = DL_PANEL - source % DL_PANEL, other = DL_PANEL - target % DL_PANEL;
  run = run < other ? run : other;
  return run < left ? run : left;
}

/// to ← factor · from, for the lengths that occur in a constant number of instructions.
DL_INLINE void copy_run(const float *from, size_t run, float factor, float *to) {
  if (run == 16) {
    for (size_t i = 0; i < 16; i++) to[i] = from[i] * factor + 0.0f;
  } else if (run == 8) {
    for (size_t i = 0; i < 8; i++) to[i] = from[i] * factor + 0.0f;
  } else {
#pragma clang loop vectorize(disable)
    for (size_t i = 0; i < run; i++) to[i] = from[i] * factor + 0.0f;
  }
}

/// head panels ← factor · columns from `column` on of one example.
static void take(
    const float *from, const dl_attention *pass, size_t n, size_t column, float factor, float *to) {
  size_t positions = pass->positions, width = pass->width;
  for (size_t t = 0; t < positions; t++) {
    size_t row = t * pass->examples + n, rows = positions * pass->examples;
    for (size_t c = 0; c < width;) {
      size_t source = column + c, run = run_of(source, c, width - c);
      const float *read = from + (source / DL_PANEL * rows + row) * DL_PANEL + source % DL_PANEL;
      float *write = to + (c / DL_PANEL * positions + t) * DL_PANEL + c % DL_PANEL;
      copy_run(read, run, factor, write);
      c += run;
    }
    float *last = to + ((dl_panels(width) - 1) * positions + t) * DL_PANEL;
    if (width % DL_PANEL == 8) copy_run((const float[8]){0}, 8, 1, last + 8);
    else
      for (size_t i = (width - 1) % DL_PANEL + 1; i < DL_PANEL; i++) last[i] = 0;
  }
}

/// `[position panel][channel][16]` ← `[channel panel][position][16]`.
DL_INLINE void dl_turn_head_body(
    const float *from, size_t positions, size_t width, float *to, const dl_path path) {
  (void)path;
  for (size_t p = 0; p < dl_panels(positions); p++)
    for (size_t c = 0; c < width; c += DL_PANEL) {
      dl_v16 block[DL_PANEL];
      size_t rows = positions - p * DL_PANEL, columns = width - c < DL_PANEL ? width - c : DL_PANEL;
      for (size_t i = 0; i < DL_PANEL; i++)
        block[i] = i < rows ? dl_load(from + (c / DL_PANEL * positions + p * DL_PANEL + i) * DL_PANEL) : dl_splat(0);
      dl_transpose(block);
      for (size_t i = 0; i < columns; i++) dl_store(to + (p * width + c + i) * DL_PANEL, block[i]);
    }
}

void dl_turn_head(const float *from, size_t positions, size_t width, float *to, dl_path path);

DL_KERNEL(
    dl_turn_head, (const float *from, size_t positions, size_t width, float *to, dl_path path), from, positions, width,
    to)

/// Columns from `column` on of one example, positions `first …`, ← factor · `count` rows of head panels.
static void give(
    const float *from, size_t first, size_t count, const dl_attention *pass, size_t n, size_t column, float factor,
    float *to) {
  size_t width = pass->width, rows = pass->positions * pass->examples;
  for (size_t t = 0; t < count; t++) {
    size_t row = (first + t) * pass->examples + n;
    for (size_t c = 0; c < width;) {
      size_t target = column + c, run = run_of(target, c, width - c);
      const float *read = from + (c / DL_PANEL * count + t) * DL_PANEL + c % DL_PANEL;
      float *write = to + (target / DL_PANEL * rows + row) * DL_PANEL + target % DL_PANEL;
      copy_run(read, run, factor, write);
      c += run;
    }
  }
}

// MARK: - Rows of a softmax

void dl_soften(const dl_attention *pass, size_t n, size_t h, float *weights, float *dropped, dl_path path);
void dl_soften_pullback(const dl_attention *pass, const float *weights, float *slopes, dl_path path);

/// The tree (0+8, 1+9, …), (0+4, …), (0+2, …), 0+1, or of the larger ones; lanes past the half are not read.
#define dl_tree(lanes, join)                                                                       \
  ({                                                                                               \
    dl_v16 dl_l = (lanes);                                                                         \
    dl_l = join(dl_l, dl_moved_down(dl_l, 8, 9, 10, 11, 12, 13, 14, 15));                          \
    dl_l = join(dl_l, dl_moved_down(dl_l, 4, 5, 6, 7, -1, -1, -1, -1));                            \
    dl_l = join(dl_l, dl_moved_down(dl_l, 2, 3, -1, -1, -1, -1, -1, -1));                          \
    dl_l = join(dl_l, dl_moved_down(dl_l, 1, -1, -1, -1, -1, -1, -1, -1));                         \
    dl_l[0];                                                                                       \
  })
#define dl_moved_down(v, ...) __builtin_shufflevector(v, v, __VA_ARGS__, -1, -1, -1, -1, -1, -1, -1, -1)
#define dl_plus(a, b) ((a) + (b))
#define dl_larger(a, b)                            \
  ({                                               \
    dl_v16 dl_first = (a), dl_second = (b);        \
    dl_either(dl_first > dl_second, dl_first, dl_second); \
  })

/// Lanes of panel p that row t looks at.
#define dl_seen(pass, t, p)                                                                              \
  ({                                                                                                     \
    size_t dl_end = (pass)->causal ? (t) + 1 : (pass)->positions;                                        \
    dl_lanes(dl_end > (p) * DL_PANEL ? dl_low_bits(dl_end - (p) * DL_PANEL) : 0);                        \
  })

/// Turns scores into weights, and into what their mask leaves of them.
DL_INLINE void dl_soften_body(
    const dl_attention *pass, size_t n, size_t h, float *weights, float *dropped, const dl_path path) {
  (void)path;
  size_t positions = pass->positions, panels = dl_panels(positions), stride = positions * DL_PANEL;
  const dl_v16 scale = dl_splat(1.0f) / dl_splat(__builtin_sqrtf((float)pass->width));
  const dl_noise *noise = &pass->noise;
  const float kept = noise->scale;
  for (size_t t = 0; t < positions; t++) {
    float *row = weights + t * DL_PANEL;
    dl_v16 most = dl_splat(-__builtin_inff()), sum = dl_splat(0);
    for (size_t p = 0; p < panels; p++) {
      dl_v16 score = dl_either(dl_seen(pass, t, p), dl_load(row + p * stride) * scale, dl_splat(-__builtin_inff()));
      most = dl_either(score > most, score, most);
      dl_store(row + p * stride, score);
    }
    const float largest = dl_tree(most, dl_larger);
    for (size_t p = 0; p < panels; p++) {
      dl_v16 power = dl_where(dl_seen(pass, t, p), dl_exp16(dl_load(row + p * stride) - dl_splat(largest)));
      sum += power;
      dl_store(row + p * stride, power);
    }
    const float share = 1.0f / dl_tree(sum, dl_plus);
    for (size_t p = 0; p < panels; p++) {
      dl_v16 weight = dl_load(row + p * stride) * dl_splat(share);
      dl_store(row + p * stride, weight);
      if (!noise->bits) continue;
      size_t first = (h * positions + t) * positions;
      uint32_t bits = dl_bits_at(noise->bits + n * noise->words, first + p * DL_PANEL, first + positions);
      dl_i16 kept_lanes = dl_lanes(bits);
      dl_store(dropped + t * DL_PANEL + p * stride, dl_where(kept_lanes, weight * dl_splat(kept)));
      dl_store(row + p * stride, (dl_v16)((dl_i16)weight | (~kept_lanes & dl_words(INT32_MIN))));
    }
  }
}

DL_KERNEL(
    dl_soften, (const dl_attention *pass, size_t n, size_t h, float *weights, float *dropped, dl_path path), pass, n, h,
    weights, dropped)

/// slopes ← gradient of the unscaled scores, from that of the masked weights.
DL_INLINE void dl_soften_pullback_body(
    const dl_attention *pass, const float *weights, float *slopes, const dl_path path) {
  (void)path;
  size_t positions = pass->positions, panels = dl_panels(positions), stride = positions * DL_PANEL;
  const dl_v16 scale = dl_splat(1.0f) / dl_splat(__builtin_sqrtf((float)pass->width));
  const dl_noise *noise = &pass->noise;
  const float kept = noise->scale;
  for (size_t t = 0; t < positions; t++) {
    const float *row = weights + t * DL_PANEL;
    float *slope = slopes + t * DL_PANEL;
    dl_v16 sum = dl_splat(0);
    for (size_t p = 0; p < panels; p++) {
      dl_v16 d = dl_load(slope + p * stride);
      dl_v16 weight = dl_load(row + p * stride);
      if (noise->bits) {
        d = dl_where((dl_i16)weight >= dl_words(0), d * dl_splat(kept));
        dl_store(slope + p * stride, d);
      }
      sum = dl_fma(dl_size16(weight), d, sum);
    }
    const float mean = dl_tree(sum, dl_plus);
    for (size_t p = 0; p < panels; p++) {
      dl_v16 d = dl_load(slope + p * stride) - dl_splat(mean);
      dl_store(slope + p * stride, dl_size16(dl_load(row + p * stride)) * d * scale);
    }
  }
}

DL_KERNEL(
    dl_soften_pullback,
    (const dl_attention *pass, const float *weights, float *slopes, dl_path path), pass, weights, slopes)

// MARK: - Forward

/// out[row][column] = Σ over columns of `a` of a · vectors.
static void multiply(
    const float *a, size_t rows, size_t depth, const float *vectors, size_t columns, float *out, dl_path path) {
  dl_product_dense(dl_scalars_by_row(a, rows), rows, depth, vectors, 0, out, 0, dl_panels(columns), path);
}

void dl_attention_forward(const dl_attention *pass, size_t first, size_t last, dl_path path) {
  size_t positions = pass->positions, width = pass->width, channels = pass->heads * width;
  head it = laid_out(pass);
  for (size_t n = first; n < last; n++)
    for (size_t h = 0; h < pass->heads; h++) {
      float *weights = weights_of(pass, n, h);
      take(pass->projected, pass, n, h * width, 1, it.q);
      take(pass->projected, pass, n, channels + h * width, 1, it.k);
      take(pass->projected, pass, n, 2 * channels + h * width, 1, it.v);
      dl_turn_head(it.k, positions, width, it.turned, path);
      multiply(it.q, positions, width, it.turned, positions, weights, path);
      dl_soften(pass, n, h, weights, it.dropped, path);
      multiply(pass->noise.bits ? it.dropped : weights, positions, positions, it.v, width, it.result, path);
      give(it.result, 0, positions, pass, n, h * width, head_factor(pass, n, h), pass->context);
    }
}

// MARK: - Backward

/// Columns from `column` on ← Σ over rows of `a` of a[row][position] · vectors[row].
static void give_by_columns(
    const dl_attention *pass, const float *a, const float *vectors, float *result, size_t n, size_t column, float *to,
    dl_path path) {
  size_t positions = pass->positions;
  for (size_t t = 0; t < positions; t += DL_PANEL) {
    size_t rows = positions - t < DL_PANEL ? positions - t : DL_PANEL;
    dl_scalars scalars = dl_scalars_by_column(a + t * positions);
    dl_product_dense(scalars, rows, positions, vectors, 0, result, 0, dl_panels(pass->width), path);
    give(result, t, rows, pass, n, column, 1, to);
  }
}

/// What the mask left of the weights, once more: those without a minus.
DL_INLINE void dl_mask_again_body(
    const float *weights, size_t count, float kept, float *dropped, const dl_path path) {
  (void)path;
  for (size_t i = 0; i < count; i += DL_PANEL) {
    dl_v16 weight = dl_load(weights + i);
    dl_store(dropped + i, dl_where((dl_i16)weight >= dl_words(0), weight * dl_splat(kept)));
  }
}

void dl_mask_again(const float *weights, size_t count, float kept, float *dropped, dl_path path);

DL_KERNEL(
    dl_mask_again, (const float *weights, size_t count, float kept, float *dropped, dl_path path), weights, count,
    kept, dropped)

void dl_attention_backward(
    const dl_attention *pass, const float *context, float *projected, size_t first, size_t last, dl_path path) {
  size_t positions = pass->positions, width = pass->width, channels = pass->heads * width;
  head it = laid_out(pass);
  for (size_t n = first; n < last; n++)
    for (size_t h = 0; h < pass->heads; h++) {
      const float *weights = weights_of(pass, n, h), *used = weights;
      take(pass->projected, pass, n, h * width, 1, it.q);
      take(pass->projected, pass, n, channels + h * width, 1, it.k);
      take(pass->projected, pass, n, 2 * channels + h * width, 1, it.v);
      take(context, pass, n, h * width, head_factor(pass, n, h), it.context);
      if (pass->noise.bits) {
        dl_mask_again(weights, square_size(positions), pass->noise.scale, it.dropped, path);
        used = it.dropped;
      }
      give_by_columns(pass, used, it.context, it.result, n, 2 * channels + h * width, projected, path);
      dl_turn_head(it.v, positions, width, it.turned, path);
      multiply(it.context, positions, width, it.turned, positions, it.slopes, path);
      dl_soften_pullback(pass, weights, it.slopes, path);
      multiply(it.slopes, positions, positions, it.k, width, it.result, path);
      give(it.result, 0, positions, pass, n, h * width, 1, projected);
      give_by_columns(pass, it.slopes, it.q, it.result, n, channels + h * width, projected, path);
    }
}
