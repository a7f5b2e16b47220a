#include "residuals.h"

#include "products.h"
#include "panel-vectors.h"

DL_INLINE void dl_scale_examples_body(
    const float *x, size_t rows, size_t examples, const float *factors, float *y, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++)
    for (size_t start = 0; start < rows; start += examples) {
      const size_t at = (p * rows + start) * DL_PANEL;
      for (size_t i = 0; i < examples; i++) {
        const float factor = factors[i];
        dl_store(y + at + i * DL_PANEL, dl_fma(dl_load(x + at + i * DL_PANEL), dl_splat(factor), dl_splat(0)));
      }
    }
}

DL_KERNEL(
    dl_scale_examples,
    (const float *x, size_t rows, size_t examples, const float *factors, float *y, size_t first, size_t last,
     dl_path path),
    x, rows, examples, factors, y, first, last)

DL_INLINE void dl_add_examples_body(
    const float *x, size_t rows, size_t examples, const float *factors, float *y, size_t first, size_t last,
    const dl_path path) {
  (void)path;
  for (size_t p = first; p < last; p++)
    for (size_t start = 0; start < rows; start += examples) {
      const size_t at = (p * rows + start) * DL_PANEL;
      for (size_t i = 0; i < examples; i++) {
        const float factor = factors ? factors[i] : 1;
        float *to = y + at + i * DL_PANEL;
        dl_store(to, dl_fma(dl_load(x + at + i * DL_PANEL), dl_splat(factor), dl_load(to)));
      }
    }
}

DL_KERNEL(
    dl_add_examples,
    (const float *x, size_t rows, size_t examples, const float *factors, float *y, size_t first, size_t last,
     dl_path path),
    x, rows, examples, factors, y, first, last)
