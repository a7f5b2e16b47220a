#include "activations.h"

#include "panel-functions.h"
#include "products.h"

DL_INLINE void dl_selu_f32_body(const float *x, float *y, float *slopes, size_t count, const dl_path path) {
  (void)path;
  const dl_v16 scale = dl_splat(1.0507010f), lowest = dl_splat(1.7580993f), zero = dl_splat(0);
  for (size_t i = 0; i < count; i += DL_PANEL) {
    dl_v16 v = dl_load(x + i);
    dl_i16 above = v > zero;
    dl_v16 power = dl_exp16(dl_either(above, zero, v)) * lowest;
    dl_store(y + i, dl_either(above, scale * v, power - lowest) + zero);
    dl_store(slopes + i, dl_either(above, scale, power));
  }
}

DL_KERNEL(
    dl_selu_f32, (const float *x, float *y, float *slopes, size_t count, dl_path path), x, y, slopes, count)
