#include "include/reductions.h"

#include "elementary.h"
#include "include/mathematics.h"

// MARK: - Sixteen lanes

typedef enum { PLAIN, ABSOLUTE, SQUARE, CENTERED_SQUARE, PRODUCT, SQUARED_DISTANCE } term_kind;

typedef struct {
  f64x4 quarter[4];
} sixteen_lanes;

DL_INLINE f64x4 term(term_kind kind, f64x4 x, f64x4 y) {
  switch (kind) {
    case PLAIN: return x;
    case ABSOLUTE: return __builtin_elementwise_abs(x);
    case SQUARE: return x * x;
    case PRODUCT: return x * y;
    case CENTERED_SQUARE:
    case SQUARED_DISTANCE: return (x - y) * (x - y);
  }
}

typedef float f32x4 __attribute__((ext_vector_type(4)));

DL_INLINE f64x4 widened(const float *x) {
  f32x4 v;
  memcpy(&v, x, sizeof v);
  return __builtin_convertvector(v, f64x4);
}

/// Adds sixteen terms, the first `width` of which count.
DL_INLINE void add_terms(
    sixteen_lanes *sums, term_kind kind, const float *x, const float *y, double center, size_t width) {
  const i64x4 first_lanes = {0, 1, 2, 3};
  _Pragma("clang loop unroll(full)") for (int q = 0; q < 4; q++) {
    f64x4 other = y ? widened(y + 4 * q) : (f64x4)center;
    f64x4 value = term(kind, widened(x + 4 * q), other);
    if (width < 16) value = first_lanes + 4 * q < (i64x4)(int64_t)width ? value : (f64x4)0.0;
    sums->quarter[q] += value;
  }
}

/// The tree (0+8, 1+9, …), (0+4, …), (0+2, …), 0+1.
DL_INLINE double tree(sixteen_lanes sums) {
  f64x4 four = (sums.quarter[0] + sums.quarter[2]) + (sums.quarter[1] + sums.quarter[3]);
  return (four[0] + four[2]) + (four[1] + four[3]);
}

DL_INLINE double reduce(term_kind kind, const float *x, const float *y, double center, size_t count) {
  sixteen_lanes sums = {{0.0, 0.0, 0.0, 0.0}};
  size_t whole = count & ~(size_t)15;
  for (size_t i = 0; i < whole; i += 16) add_terms(&sums, kind, x + i, y ? y + i : NULL, center, 16);
  if (whole < count) {
    float rest_x[16] = {0}, rest_y[16] = {0};
    memcpy(rest_x, x + whole, (count - whole) * sizeof(float));
    if (y) memcpy(rest_y, y + whole, (count - whole) * sizeof(float));
    add_terms(&sums, kind, rest_x, y ? rest_y : NULL, center, count - whole);
  }
  return tree(sums);
}

// MARK: - Whole arrays

#define DL_REDUCTION(name, parameters, arguments, call)         \
  DL_INLINE double name##_body parameters { return call; }      \
  DL_DISPATCH(double, name, parameters, arguments)

DL_REDUCTION(
    dl_sum_f32, (const float *x, size_t count, dl_path path), (x, count, path), reduce(PLAIN, x, NULL, 0.0, count))
DL_REDUCTION(
    dl_absolute_sum_f32, (const float *x, size_t count, dl_path path), (x, count, path),
    reduce(ABSOLUTE, x, NULL, 0.0, count))
DL_REDUCTION(
    dl_squared_norm_f32, (const float *x, size_t count, dl_path path), (x, count, path),
    reduce(SQUARE, x, NULL, 0.0, count))
DL_REDUCTION(
    dl_centered_squares_f32, (const float *x, double center, size_t count, dl_path path), (x, center, count, path),
    reduce(CENTERED_SQUARE, x, NULL, center, count))
DL_REDUCTION(
    dl_dot_f32, (const float *x, const float *y, size_t count, dl_path path), (x, y, count, path),
    reduce(PRODUCT, x, y, 0.0, count))
DL_REDUCTION(
    dl_squared_distance_f32, (const float *x, const float *y, size_t count, dl_path path), (x, y, count, path),
    reduce(SQUARED_DISTANCE, x, y, 0.0, count))

DL_INLINE double dl_sum_f64_body(const double *x, size_t count, dl_path path) {
  sixteen_lanes sums = {{0.0, 0.0, 0.0, 0.0}};
  for (size_t i = 0; i < count; i += 16) {
    double values[16] = {0};
    memcpy(values, x + i, (count - i < 16 ? count - i : 16) * sizeof(double));
    for (int q = 0; q < 4; q++) {
      f64x4 value;
      memcpy(&value, values + 4 * q, sizeof value);
      sums.quarter[q] += value;
    }
  }
  return tree(sums);
}
DL_DISPATCH(double, dl_sum_f64, (const double *x, size_t count, dl_path path), (x, count, path))

DL_INLINE float dl_largest_magnitude_f32_body(const float *x, size_t count, dl_path path) {
  f32x8 largest = 0.0f;
  size_t whole = count & ~(size_t)7;
  for (size_t i = 0; i < whole; i += 8) {
    f32x8 size = __builtin_elementwise_abs(load_f32x8(x + i));
    largest = size > largest ? size : largest;
  }
  float result = 0.0f;
  for (int lane = 0; lane < 8; lane++) result = largest[lane] > result ? largest[lane] : result;
  for (size_t i = whole; i < count; i++) {
    float size = x[i] < 0.0f ? -x[i] : x[i];
    result = size > result ? size : result;
  }
  return result;
}
DL_DISPATCH(float, dl_largest_magnitude_f32, (const float *x, size_t count, dl_path path), (x, count, path))

DL_INLINE size_t dl_count_zeros_f32_body(const float *x, size_t count, dl_path path) {
  size_t total = 0;
  for (size_t start = 0; start < count; start += 1 << 20) {
    size_t end = count - start < 1 << 20 ? count : start + (1 << 20);
    uint32_t zeros = 0;
    for (size_t i = start; i < end; i++) zeros += x[i] == 0.0f;
    total += zeros;
  }
  return total;
}
DL_DISPATCH(size_t, dl_count_zeros_f32, (const float *x, size_t count, dl_path path), (x, count, path))

DL_INLINE bool dl_all_finite_f32_body(const float *x, size_t count, dl_path path) {
  uint32_t faults = 0;
  for (size_t i = 0; i < count; i++) faults |= !(__builtin_fabsf(x[i]) < __builtin_inff());
  return faults == 0;
}
DL_DISPATCH(bool, dl_all_finite_f32, (const float *x, size_t count, dl_path path), (x, count, path))

// MARK: - Columns

DL_INLINE void dl_add_column_sums_f32_body(
    const float *x, size_t rows, size_t columns, double *sums, dl_path path) {
  for (size_t row = 0; row < rows; row++)
    for (size_t c = 0; c < columns; c++) sums[c] += (double)x[row * columns + c];
}
DL_DISPATCH(
    void, dl_add_column_sums_f32, (const float *x, size_t rows, size_t columns, double *sums, dl_path path),
    (x, rows, columns, sums, path))

DL_INLINE void dl_add_column_centered_squares_f32_body(
    const float *x, const double *centers, size_t rows, size_t columns, double *sums, dl_path path) {
  for (size_t row = 0; row < rows; row++)
    for (size_t c = 0; c < columns; c++) {
      double distance = (double)x[row * columns + c] - centers[c];
      sums[c] += distance * distance;
    }
}
DL_DISPATCH(
    void, dl_add_column_centered_squares_f32,
    (const float *x, const double *centers, size_t rows, size_t columns, double *sums, dl_path path),
    (x, centers, rows, columns, sums, path))

// MARK: - Softmax and cross-entropy

enum { SOFTMAX_CHUNK = 256 };

/// The place of the largest, the first of equals.
DL_INLINE size_t argmax(const float *x, size_t count) {
  size_t place = 0;
  for (size_t i = 1; i < count; i++) place = x[i] > x[place] ? i : place;
  return place;
}

/// Differences to the maximum and their exponentials, for up to `SOFTMAX_CHUNK` classes.
typedef struct {
  double distances[SOFTMAX_CHUNK], powers[SOFTMAX_CHUNK];
} softmax_chunk;

DL_INLINE void fill_chunk(softmax_chunk *chunk, const float *logits, double largest, size_t width) {
  for (size_t i = 0; i < width; i++) chunk->distances[i] = (double)logits[i] - largest;
  for (size_t i = width; i % 4 != 0; i++) chunk->distances[i] = 0.0;
  for (size_t i = 0; i < width; i += 4) {
    f64x4 v;
    memcpy(&v, chunk->distances + i, sizeof v);
    v = exp_f64x4(v, (f64x4)0.0);
    memcpy(chunk->powers + i, &v, sizeof v);
  }
}

/// Chains over the classes of a row, ascending.
typedef struct {
  double powers, distances;
} softmax_sums;

DL_INLINE softmax_sums sums_of_row(softmax_chunk *chunk, const float *logits, double largest, size_t classes) {
  softmax_sums sums = {0.0, 0.0};
  for (size_t start = 0; start < classes; start += SOFTMAX_CHUNK) {
    size_t width = classes - start < SOFTMAX_CHUNK ? classes - start : SOFTMAX_CHUNK;
    fill_chunk(chunk, logits + start, largest, width);
    for (size_t i = 0; i < width; i++) sums.powers += chunk->powers[i];
    for (size_t i = 0; i < width; i++) sums.distances += chunk->distances[i];
  }
  return sums;
}

/// Where a row's outputs go and what they need.
typedef struct {
  double total, smoothing, scale;
  size_t label;
  float *probabilities, *gradient;
} row_outputs;

DL_INLINE void write_row(
    row_outputs out, softmax_chunk *chunk, const float *logits, double largest, size_t classes) {
  double off_target = out.smoothing / (double)classes;
  double on_target = (1.0 - out.smoothing) + off_target;
  for (size_t start = 0; start < classes; start += SOFTMAX_CHUNK) {
    size_t width = classes - start < SOFTMAX_CHUNK ? classes - start : SOFTMAX_CHUNK;
    if (classes > SOFTMAX_CHUNK) fill_chunk(chunk, logits + start, largest, width);
    for (size_t i = 0; i < width; i++) chunk->powers[i] /= out.total;
    if (out.probabilities)
      for (size_t i = 0; i < width; i++) out.probabilities[start + i] = (float)chunk->powers[i];
    if (out.gradient)
      for (size_t i = 0; i < width; i++) {
        double target = start + i == out.label ? on_target : off_target;
        out.gradient[start + i] = (float)((chunk->powers[i] - target) * out.scale);
      }
  }
}

DL_INLINE void dl_softmax_cross_entropy_body(
    const float *logits, const uint32_t *labels, size_t rows, size_t classes, double smoothing, double gradient_scale,
    float *probabilities, double *losses, float *gradient, uint32_t *predictions, float *confidences, dl_path path) {
  softmax_chunk chunk;
  for (size_t row = 0; row < rows; row++) {
    const float *z = logits + row * classes;
    size_t best = argmax(z, classes), label = labels ? labels[row] : 0;
    double largest = z[best], labelled = (double)z[label] - largest;
    softmax_sums sums = sums_of_row(&chunk, z, largest, classes);
    row_outputs out = {
        .total = sums.powers, .smoothing = smoothing, .scale = gradient_scale, .label = label,
        .probabilities = probabilities ? probabilities + row * classes : NULL,
        .gradient = gradient ? gradient + row * classes : NULL};
    if (losses) {
      double spread = smoothing == 0.0 ? 0.0 : smoothing / (double)classes * sums.distances;
      losses[row] = dl_log(sums.powers) - (1.0 - smoothing) * labelled - spread;
    }
    if (probabilities || gradient) write_row(out, &chunk, z, largest, classes);
    if (predictions) predictions[row] = (uint32_t)best;
    if (confidences) confidences[row] = (float)(1.0 / sums.powers);
  }
}
DL_DISPATCH(
    void, dl_softmax_cross_entropy,
    (const float *logits, const uint32_t *labels, size_t rows, size_t classes, double smoothing, double gradient_scale,
     float *probabilities, double *losses, float *gradient, uint32_t *predictions, float *confidences, dl_path path),
    (logits, labels, rows, classes, smoothing, gradient_scale, probabilities, losses, gradient, predictions,
     confidences, path))

void dl_softmax_f32(const float *logits, size_t rows, size_t classes, float *probabilities, dl_path path) {
  dl_softmax_cross_entropy(logits, NULL, rows, classes, 0, 0, probabilities, NULL, NULL, NULL, NULL, path);
}

// MARK: - Squared error

DL_INLINE void dl_mean_squared_error_body(
    const float *outputs, const float *targets, size_t rows, size_t width, double gradient_scale, double *losses,
    float *gradient, dl_path path) {
  double factor = 2.0 * gradient_scale / (double)width;
  for (size_t row = 0; row < rows; row++) {
    const float *y = outputs + row * width, *t = targets + row * width;
    if (losses) losses[row] = reduce(SQUARED_DISTANCE, y, t, 0.0, width) / (double)width;
    if (gradient)
      for (size_t i = 0; i < width; i++)
        gradient[row * width + i] = (float)(((double)y[i] - (double)t[i]) * factor);
  }
}
DL_DISPATCH(
    void, dl_mean_squared_error,
    (const float *outputs, const float *targets, size_t rows, size_t width, double gradient_scale, double *losses,
     float *gradient, dl_path path),
    (outputs, targets, rows, width, gradient_scale, losses, gradient, path))

// MARK: - Likelihood of a normal law

DL_INLINE void dl_normal_likelihood_body(
    const float *outputs, const float *targets, size_t rows, size_t width, double gradient_scale, double *losses,
    float *gradient, dl_path path) {
  const double half_log_two_pi = 0.91893853320467274178;
  double factor = gradient_scale / (double)width;
  for (size_t row = 0; row < rows; row++) {
    const float *means = outputs + 2 * row * width, *log_variances = means + width, *t = targets + row * width;
    double loss = 0.0;
    for (size_t i = 0; i < width; i++) {
      double s = (double)log_variances[i], distance = (double)means[i] - (double)t[i], precision = dl_exp(-s);
      loss += 0.5 * (precision * (distance * distance) + s) + half_log_two_pi;
      if (gradient) {
        gradient[2 * row * width + i] = (float)(precision * distance * factor);
        gradient[(2 * row + 1) * width + i] = (float)(0.5 * (1.0 - precision * (distance * distance)) * factor);
      }
    }
    if (losses) losses[row] = loss / (double)width;
  }
}
DL_DISPATCH(
    void, dl_normal_likelihood,
    (const float *outputs, const float *targets, size_t rows, size_t width, double gradient_scale, double *losses,
     float *gradient, dl_path path),
    (outputs, targets, rows, width, gradient_scale, losses, gradient, path))

// MARK: - Divergence of two passes

/// ln Σ exp of a row.
DL_INLINE double log_sum(softmax_chunk *chunk, const float *z, size_t classes, double *largest) {
  *largest = z[argmax(z, classes)];
  return *largest + dl_log(sums_of_row(chunk, z, *largest, classes).powers);
}

DL_INLINE void dl_pass_divergence_body(
    const float *logits, size_t steps, size_t pairs, size_t classes, double gradient_scale, double *divergences,
    float *gradient, dl_path path) {
  softmax_chunk chunk;
  for (size_t pair = 0; pair < steps * pairs; pair++) {
    size_t first = (pair / pairs * 2 * pairs + pair % pairs) * classes, second = first + pairs * classes;
    const float *z = logits + first, *w = logits + second;
    double largest, log_z = log_sum(&chunk, z, classes, &largest), log_w = log_sum(&chunk, w, classes, &largest);
    double there = 0.0, back = 0.0;
    for (size_t i = 0; i < classes; i++) {
      double ratio = ((double)z[i] - log_z) - ((double)w[i] - log_w);
      there += dl_exp((double)z[i] - log_z) * ratio, back -= dl_exp((double)w[i] - log_w) * ratio;
    }
    divergences[pair] = there + back;
    for (size_t i = 0; i < classes; i++) {
      double p = dl_exp((double)z[i] - log_z), q = dl_exp((double)w[i] - log_w);
      double ratio = ((double)z[i] - log_z) - ((double)w[i] - log_w);
      gradient[first + i] = (float)((p * (ratio - there) + (p - q)) * gradient_scale);
      gradient[second + i] = (float)((q * (-ratio - back) + (q - p)) * gradient_scale);
    }
  }
}
DL_DISPATCH(
    void, dl_pass_divergence,
    (const float *logits, size_t steps, size_t pairs, size_t classes, double gradient_scale, double *divergences,
     float *gradient, dl_path path),
    (logits, steps, pairs, classes, gradient_scale, divergences, gradient, path))
