#include "examples.h"

#include <math.h>
#include <string.h>

#include "mathematics.h"
#include "philox.h"

/// Writes the values of some bytes; images are mostly background, which is written eight at a time.
static void look_up(const uint8_t *from, size_t count, const float *values, float *to) {
  const float background = values[0];
  size_t j = 0;
  for (; j + 8 <= count; j += 8) {
    uint64_t eight;
    memcpy(&eight, from + j, sizeof eight);
    if (eight == 0)
      for (size_t i = 0; i < 8; i++) to[j + i] = background;
    else
      for (size_t i = 0; i < 8; i++) to[j + i] = values[from[j + i]];
  }
  for (; j < count; j++) to[j] = values[from[j]];
}

void dl_gather_examples(
    const uint8_t *bytes, size_t features, const uint32_t *rows, const uint32_t *order, size_t count,
    const float *values, float *out) {
  for (size_t i = 0; i < count; i++) {
    if (i + 2 < count) {  // the order is random, so the memory does not see the next image coming
      const uint8_t *soon = bytes + (size_t)rows[order[i + 2]] * features;
      for (size_t j = 0; j < features; j += 64) __builtin_prefetch(soon + j);
    }
    look_up(bytes + (size_t)rows[order[i]] * features, features, values, out + i * features);
  }
}

void dl_gather_numbers(
    const float *numbers, size_t features, const uint32_t *rows, const uint32_t *order, size_t count,
    const float *means, const float *deviations, float *out) {
  for (size_t i = 0; i < count; i++) {
    const float *from = numbers + (size_t)rows[order[i]] * features;
    float *to = out + i * features;
    for (size_t j = 0; j < features; j++) to[j] = (from[j] - means[j]) / deviations[j];
  }
}

void dl_feature_moments(
    const float *numbers, size_t features, const uint32_t *rows, size_t count, float *means, float *deviations) {
  for (size_t j = 0; j < features; j++) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) sum += (double)numbers[(size_t)rows[i] * features + j];
    const double mean = count > 0 ? sum / (double)count : 0;
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
      const double distance = (double)numbers[(size_t)rows[i] * features + j] - mean;
      squares += distance * distance;
    }
    const double deviation = count > 0 ? sqrt(squares / (double)count) : 0;
    means[j] = (float)mean;
    deviations[j] = deviation > 0 ? (float)deviation : 1.0f;
  }
}

void dl_count_bytes(
    const uint8_t *bytes, size_t features, const uint32_t *rows, size_t count, uint64_t *counts) {
  for (size_t i = 0; i < count; i++) {
    const uint8_t *from = bytes + (size_t)rows[i] * features;
    for (size_t j = 0; j < features; j++) counts[from[j]]++;
  }
}

/// The value of a pixel, or of the background outside the image.
static inline float pixel(
    const uint8_t *image, const dl_motion *motion, long row, long column, size_t channel, const float *values) {
  if (row < 0 || column < 0 || row >= (long)motion->height || column >= (long)motion->width) return values[0];
  return values[image[((size_t)row * motion->width + (size_t)column) * motion->channels + channel]];
}

static long floor_of(double x) {
  const long whole = (long)x;
  return x < (double)whole ? whole - 1 : whole;
}

/// Writes one image; (right, down) is the shift, the rotation turns the picture against the clock.
static void move_image(
    const uint8_t *image, const dl_motion *motion, double right, double down, double angle, const float *values,
    float *out) {
  const double cosine = dl_cos(angle), sine = dl_sin(angle);
  const double middle_x = ((double)motion->width - 1) / 2, middle_y = ((double)motion->height - 1) / 2;
  for (size_t row = 0; row < motion->height; row++) {
    for (size_t column = 0; column < motion->width; column++) {
      // Where this output pixel came from: the inverse motion.
      const double x = (double)column - middle_x - right, y = (double)row - middle_y - down;
      const double from_x = cosine * x - sine * y + middle_x, from_y = sine * x + cosine * y + middle_y;
      const long left = floor_of(from_x), top = floor_of(from_y);
      const float across = (float)(from_x - (double)left), along = (float)(from_y - (double)top);
      for (size_t channel = 0; channel < motion->channels; channel++) {
        const float a = pixel(image, motion, top, left, channel, values);
        const float b = pixel(image, motion, top, left + 1, channel, values);
        const float c = pixel(image, motion, top + 1, left, channel, values);
        const float d = pixel(image, motion, top + 1, left + 1, channel, values);
        const float upper = a + across * (b - a), lower = c + across * (d - c);
        *out++ = upper + along * (lower - upper);
      }
    }
  }
}

void dl_gather_moved_examples(
    const uint8_t *bytes, const uint32_t *rows, const uint32_t *positions, const uint32_t *order, size_t count,
    const float *values, dl_motion motion, uint64_t key, uint64_t step, float *out) {
  const size_t features = motion.height * motion.width * motion.channels;
  for (size_t i = 0; i < count; i++) {
    const uint32_t example = positions[order[i]];
    double uniforms[3];
    dl_uniform_f64(key, step, &example, 1, 0, 3, uniforms, DL_PATH_FASTEST);
    move_image(
        bytes + (size_t)rows[order[i]] * features, &motion, (2 * uniforms[0] - 1) * motion.shift,
        (2 * uniforms[1] - 1) * motion.shift, (2 * uniforms[2] - 1) * motion.rotation, values, out + i * features);
  }
}
