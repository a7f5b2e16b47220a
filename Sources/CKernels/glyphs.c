#include "glyphs.h"

#include <math.h>

#include "mathematics.h"
#include "philox.h"
#include "skeletons.h"

enum {
  SIDE = DL_GLYPH_SIDE,
  PIXELS = SIDE * SIDE,
  /// Straight pieces per curve between two knots.
  PIECES = 6,
  /// Normals of the field that bends a glyph: eight terms, two directions.
  FIELD = 16,
  MOST_PIECES = DL_MOST_KNOTS * PIECES,
};

/// The box of a glyph in pixels at scale 1.
static const double box_width = 13.5, box_height = 19.5;

/// The kinds of chance of one image: the `step` of its stream.
enum { STEP_FORM = 0, STEP_KNOTS = 1, STEP_FIELD = 2, STEP_NOISE = 3 };

typedef struct point {
  double x, y;
} point;

typedef struct piece {
  point from, to;
} piece;

/// The affine part of a distortion, applied to points around the centre of the glyph.
typedef struct placement {
  double xx, xy, yx, yy;
  double right, down;
} placement;

/// The uniforms of an image's form, in the order of their units.
typedef struct form {
  double skeleton, rotation, slant, width, height, right, down, pen, ink;
} form;

static double between(double low, double high, double uniform) { return low + (high - low) * uniform; }

// MARK: - The skeleton of one image

static const dl_skeleton *choose_skeleton(int digit, double uniform) {
  size_t ways = 0, first = 0;
  for (size_t i = 0; i < DL_SKELETON_COUNT; i++) {
    if (dl_skeletons[i].digit != digit) continue;
    if (ways == 0) first = i;
    ways++;
  }
  const size_t chosen = (size_t)(uniform * (double)ways);
  return &dl_skeletons[first + (chosen < ways ? chosen : ways - 1)];
}

static placement place(const form *form, const dl_glyph_style *style) {
  const double angle = (2 * form->rotation - 1) * style->rotation;
  const double slant = (2 * form->slant - 1) * style->slant;
  const double width = between(style->smallest, style->largest, form->width);
  const double height = between(style->smallest, style->largest, form->height);
  const double cosine = dl_cos(angle), sine = dl_sin(angle);
  return (placement){
      .xx = cosine * width,
      .xy = (sine - cosine * slant) * height,
      .yx = -sine * width,
      .yy = (cosine + sine * slant) * height,
      .right = (2 * form->right - 1) * style->shift,
      .down = (2 * form->down - 1) * style->shift,
  };
}

/// The smooth displacement at a point of the box: products of Legendre polynomials up to degree 2 along each axis.
///
/// A term of degrees (i, j) has a normal coefficient with deviation 1 / (i + j) for either direction.
static point bend(const double *normals, double x, double y) {
  const double u = 2 * x - 1, v = 2 * y - 1;
  const double across[] = {1, u, (3 * u * u - 1) / 2}, along[] = {1, v, (3 * v * v - 1) / 2};
  point moved = {0, 0};
  for (int i = 0; i < 3; i++) {
    for (int j = 0; j < 3; j++) {
      if (i + j == 0) continue;
      const double term = across[i] * along[j] / (i + j);
      moved.x += term * *normals++;
      moved.y += term * *normals++;
    }
  }
  return moved;
}

/// Where a point of the box lies in the image.
static point position(
    double x, double y, const double *field, const placement *placement, const dl_glyph_style *style) {
  const point moved = bend(field, x, y);
  const double px = (x - 0.5) * box_width + moved.x * style->bending;
  const double py = (y - 0.5) * box_height + moved.y * style->bending;
  const double middle = (SIDE - 1) / 2.0;
  return (point){
      middle + placement->right + placement->xx * px + placement->xy * py,
      middle + placement->down + placement->yx * px + placement->yy * py,
  };
}

// MARK: - Curves

/// The tangent at a knot: half the way between its neighbours, or one-sided at an end and at a corner.
static point tangent(const dl_knot *knots, const point *at, size_t i, size_t count, int leaving) {
  const int begins = i == 0 || knots[i].pen == DL_PEN_DOWN;
  const int ends = i + 1 == count || knots[i + 1].pen == DL_PEN_DOWN;
  if (begins || (knots[i].pen == DL_PEN_CORNER && leaving && !ends)) {
    return (point){at[i + 1].x - at[i].x, at[i + 1].y - at[i].y};
  }
  if (ends || knots[i].pen == DL_PEN_CORNER) return (point){at[i].x - at[i - 1].x, at[i].y - at[i - 1].y};
  return (point){(at[i + 1].x - at[i - 1].x) / 2, (at[i + 1].y - at[i - 1].y) / 2};
}

/// The cubic between two knots with the given tangents (Hermite form) at t in [0, 1].
static point cubic(point a, point u, point b, point v, double t) {
  const double s = 1 - t;
  const double wa = s * s * (1 + 2 * t), wu = s * s * t, wb = t * t * (3 - 2 * t), wv = -t * t * s;
  return (point){wa * a.x + wu * u.x + wb * b.x + wv * v.x, wa * a.y + wu * u.y + wb * b.y + wv * v.y};
}

/// Cuts the strokes into straight pieces and returns how many there are.
static size_t cut(const dl_knot *knots, const point *at, size_t count, piece *pieces) {
  size_t made = 0;
  for (size_t i = 0; i + 1 < count; i++) {
    if (knots[i + 1].pen == DL_PEN_DOWN) continue;
    const point u = tangent(knots, at, i, count, 1), v = tangent(knots, at, i + 1, count, 0);
    point from = at[i];
    for (int n = 1; n <= PIECES; n++) {
      const point to = cubic(at[i], u, at[i + 1], v, (double)n / PIECES);
      pieces[made++] = (piece){from, to};
      from = to;
    }
  }
  return made;
}

// MARK: - Ink

static int pixel_from(double low) { return low < 0 ? 0 : low > SIDE ? SIDE : (int)low; }

/// Lowers the squared distances of the pixels near a piece of a stroke to their distance from it.
static void approach(const piece *piece, double reach, float *squares) {
  const point a = piece->from, b = piece->to;
  const int left = pixel_from((a.x < b.x ? a.x : b.x) - reach), right = pixel_from((a.x > b.x ? a.x : b.x) + reach + 1);
  const int top = pixel_from((a.y < b.y ? a.y : b.y) - reach), foot = pixel_from((a.y > b.y ? a.y : b.y) + reach + 1);
  const float ax = (float)a.x, ay = (float)a.y, dx = (float)(b.x - a.x), dy = (float)(b.y - a.y);
  const float length = dx * dx + dy * dy, inverse = length > 0 ? 1 / length : 0;
  for (int row = top; row < foot; row++) {
    float *nearest = squares + row * SIDE;
    const float y = (float)row - ay;
    for (int column = left; column < right; column++) {
      const float x = (float)column - ax, along = (x * dx + y * dy) * inverse;
      const float t = along < 0 ? 0 : along > 1 ? 1 : along;
      const float ex = x - t * dx, ey = y - t * dy, square = ex * ex + ey * ey;
      nearest[column] = square < nearest[column] ? square : nearest[column];
    }
  }
}

/// Full ink in the middle of the pen's trace, fading over its outer 1.4 pixels to nothing at its radius.
static float ink(float square, float radius) {
  const float fade = 1.4f, covered = (radius - sqrtf(square)) / fade;
  return covered < 0 ? 0 : covered > 1 ? 1 : covered;
}

static void draw_image(
    uint64_t key, uint32_t example, int digit, const dl_glyph_style *style, uint8_t *pixels) {
  form form;
  dl_uniform_f64(key, STEP_FORM, &example, 1, 0, sizeof form / sizeof(double), (double *)&form, DL_PATH_FASTEST);
  double shakes[2 * DL_MOST_KNOTS], field[FIELD];
  const dl_skeleton *skeleton = choose_skeleton(digit, form.skeleton);
  dl_normal_f64(key, STEP_KNOTS, &example, 1, 0, 2 * skeleton->count, shakes, DL_PATH_FASTEST);
  dl_normal_f64(key, STEP_FIELD, &example, 1, 0, FIELD, field, DL_PATH_FASTEST);

  const placement placement = place(&form, style);
  point at[DL_MOST_KNOTS];
  for (size_t i = 0; i < skeleton->count; i++) {
    const double x = skeleton->knots[i].x + style->jitter * shakes[2 * i] / box_width;
    const double y = skeleton->knots[i].y + style->jitter * shakes[2 * i + 1] / box_height;
    at[i] = position(x, y, field, &placement, style);
  }
  piece pieces[MOST_PIECES];
  const size_t made = cut(skeleton->knots, at, skeleton->count, pieces);

  const double radius = between(style->thin, style->thick, form.pen) / 2;
  const float far = 1e6f;
  float squares[PIXELS], noise[PIXELS];
  for (int i = 0; i < PIXELS; i++) squares[i] = far;
  for (size_t i = 0; i < made; i++) approach(&pieces[i], radius, squares);
  dl_normal_f32(key, STEP_NOISE, &example, 1, 0, PIXELS, 0, (float)style->noise, noise, DL_PATH_FASTEST);

  const float darkness = (float)between(style->faint, 1, form.ink), black = (float)style->black;
  for (int i = 0; i < PIXELS; i++) {
    const float value = darkness * ink(squares[i], (float)radius) + noise[i], light = (value - black) / (1 - black);
    pixels[i] = (uint8_t)((light < 0 ? 0 : light > 1 ? 1 : light) * 255 + 0.5f);
  }
}

void dl_draw_glyphs(
    uint64_t key, uint32_t first, const uint8_t *labels, size_t count, const dl_glyph_style *style, uint8_t *pixels) {
  for (size_t i = 0; i < count; i++) {
    draw_image(key, first + (uint32_t)i, labels[i] % DL_GLYPH_CLASSES, style, pixels + i * PIXELS);
  }
}
