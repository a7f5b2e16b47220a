#ifndef DL_GLYPHS_H
#define DL_GLYPHS_H

#include <stddef.h>
#include <stdint.h>

/// Draws digits as a hand does: a skeleton of strokes per class, distorted and inked with a pen of some width.

enum {
  /// Pixels along each side of an image.
  DL_GLYPH_SIDE = 28,
  /// Digits 0 to 9.
  DL_GLYPH_CLASSES = 10,
};

/// How far images of one class differ; lengths in pixels, angles in radians.
typedef struct dl_glyph_style {
  /// Largest rotation to either side.
  double rotation;
  /// Largest slant to either side: shift to the right per unit of height.
  double slant;
  /// Smallest and largest scale, along each axis on its own.
  double smallest, largest;
  /// Largest shift along each axis.
  double shift;
  /// Standard deviation of each point of the skeleton.
  double jitter;
  /// Standard deviation of the linear terms of the smooth field that bends the whole glyph.
  double bending;
  /// Narrowest and broadest trace of the pen, up to where its ink ends.
  double thin, thick;
  /// Faintest ink; the darkest is 1.
  double faint;
  /// Standard deviation of the noise added to every pixel, the ink being 1.
  double noise;
  /// What is fainter becomes black, a byte of 0; the range from here to 1 is spread over the bytes.
  double black;
} dl_glyph_style;

/// Draws `count` images of 28 × 28 bytes, row by row, white ink on black.
///
/// Image i shows the digit `labels[i]`, with the chance of example `first + i` of the stream with this key.
void dl_draw_glyphs(
    uint64_t key, uint32_t first, const uint8_t *labels, size_t count, const dl_glyph_style *style, uint8_t *pixels);

#endif
