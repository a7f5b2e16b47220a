#include "include/penalties.h"

#include <string.h>

#include "include/mathematics.h"
#include "include/products.h"

static size_t at(size_t column, size_t row, size_t rows) {
  return (column / DL_PANEL * rows + row) * DL_PANEL + column % DL_PANEL;
}

void dl_curvature_shares(const dl_last_layer *layer, const float *answers, double *shares) {
  const size_t outputs = layer->outputs;
  for (size_t r = 0; r < layer->rows; r++) {
    double *share = shares + r * outputs, sum = 0, most;
    switch (layer->curvature) {
    case DL_CURVATURE_SQUARES:
      for (size_t k = 0; k < outputs; k++) share[k] = 2.0 / (double)outputs;
      break;
    case DL_CURVATURE_LOGISTIC:
      share[0] = 1 / (1 + dl_exp(-(double)answers[at(0, r, layer->rows)]));
      break;
    case DL_CURVATURE_SOFTMAX:
      most = answers[at(0, r, layer->rows)];
      for (size_t k = 1; k < outputs; k++) {
        const double z = answers[at(k, r, layer->rows)];
        if (z > most) most = z;
      }
      for (size_t k = 0; k < outputs; k++) sum += share[k] = dl_exp(answers[at(k, r, layer->rows)] - most);
      for (size_t k = 0; k < outputs; k++) share[k] /= sum;
      break;
    }
  }
}

/// What v is made of for one row and input: v = second − mean², with weights π of the squares.
typedef struct moments {
  double mean, second;
} moments;

/// The factor of a squared weight in v.
static double curve(const dl_last_layer *layer, const double *share, size_t k) {
  return layer->curvature == DL_CURVATURE_LOGISTIC ? share[k] * (1 - share[k]) : share[k];
}

static moments moments_of(const dl_last_layer *layer, const double *share, size_t input) {
  moments found = {0, 0};
  for (size_t k = 0; k < layer->outputs; k++) {
    const double w = layer->weights[at(k, input, layer->depth)], part = curve(layer, share, k) * w;
    found.mean += part;
    found.second += part * w;
  }
  if (layer->curvature != DL_CURVATURE_SOFTMAX) found.mean = 0;
  return found;
}

double dl_penalty_and_answer_slopes(
    const dl_last_layer *layer, const double *shares, double c, float *gradient, double *scratch) {
  const size_t outputs = layer->outputs;
  double total = 0;
  for (size_t r = 0; r < layer->rows; r++) {
    const double *share = shares + r * outputs;
    double *slopes = scratch, mean = 0;
    memset(slopes, 0, outputs * sizeof *slopes);
    for (size_t j = 0; j < layer->depth; j++) {
      const double h = layer->inputs[at(j, r, layer->rows)], half = h * h / 2;
      if (half == 0) continue;
      const moments m = moments_of(layer, share, j);
      total += half * (m.second - m.mean * m.mean);
      for (size_t k = 0; k < outputs; k++) {
        const double w = layer->weights[at(k, j, layer->depth)];
        slopes[k] += half * (w * w - 2 * m.mean * w);
      }
    }
    switch (layer->curvature) {
    case DL_CURVATURE_SQUARES: break;
    case DL_CURVATURE_LOGISTIC:
      gradient[at(0, r, layer->rows)] += (float)(c * slopes[0] * share[0] * (1 - share[0]) * (1 - 2 * share[0]));
      break;
    case DL_CURVATURE_SOFTMAX:
      for (size_t k = 0; k < outputs; k++) mean += share[k] * slopes[k];
      for (size_t k = 0; k < outputs; k++)
        gradient[at(k, r, layer->rows)] += (float)(c * share[k] * (slopes[k] - mean));
      break;
    }
  }
  return total;
}

void dl_add_penalty_input_slopes(const dl_last_layer *layer, const double *shares, double c, float *gradient) {
  for (size_t r = 0; r < layer->rows; r++)
    for (size_t j = 0; j < layer->depth; j++) {
      const size_t place = at(j, r, layer->rows);
      const double h = layer->inputs[place];
      if (h == 0) continue;
      const moments m = moments_of(layer, shares + r * layer->outputs, j);
      gradient[place] += (float)(c * h * (m.second - m.mean * m.mean));
    }
}

void dl_add_penalty_weight_slopes(
    const dl_last_layer *layer, const double *shares, double c, float *gradient, double *scratch) {
  const size_t outputs = layer->outputs;
  memset(scratch, 0, layer->depth * outputs * sizeof *scratch);
  for (size_t r = 0; r < layer->rows; r++) {
    const double *share = shares + r * outputs;
    for (size_t j = 0; j < layer->depth; j++) {
      const double h = layer->inputs[at(j, r, layer->rows)];
      if (h == 0) continue;
      const double mean = moments_of(layer, share, j).mean;
      for (size_t k = 0; k < outputs; k++)
        scratch[j * outputs + k] +=
            h * h * curve(layer, share, k) * (layer->weights[at(k, j, layer->depth)] - mean);
    }
  }
  for (size_t j = 0; j < layer->depth; j++)
    for (size_t k = 0; k < outputs; k++)
      gradient[at(k, j, layer->depth)] += (float)(c * scratch[j * outputs + k]);
}
