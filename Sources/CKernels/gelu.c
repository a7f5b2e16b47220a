#include "gelu.h"

#include "panel-functions.h"
#include "products.h"

DL_INLINE void dl_gelu_f32_body(const float *x, float *y, float *slopes, size_t count, const dl_path path) {
  (void)path;
  const dl_v16 one = dl_splat(1.0f), zero = dl_splat(0);
  for (size_t i = 0; i < count; i += DL_PANEL) {
    dl_v16 v = dl_load(x + i), size = dl_size16(v);
    // Past 14 the tail is below the smallest float.
    dl_i16 far = size > dl_splat(14.0f);
    dl_v16 bounded = dl_either(far, dl_splat(14.0f), size), square = bounded * bounded;
    dl_v16 lost = dl_fma(bounded, bounded, -square);
    dl_v16 bell = dl_exp16(dl_splat(-0.5f) * square);
    bell = dl_fma(bell, dl_splat(-0.5f) * lost, bell);
    dl_v16 t = (bounded - dl_splat(4.0f)) / (bounded + dl_splat(4.0f));
    dl_v16 tail = bell * (dl_polynomial16(dl_tail_series_f32, t) / (one + bounded));
    tail = dl_either(far, zero, tail);
    dl_v16 share = dl_either(v < zero, tail, one - tail);
    dl_store(y + i, dl_fma(v, share, zero));
    if (slopes) dl_store(slopes + i, dl_fma(v, bell * dl_splat(0x1.988454p-2f), share));
  }
}

DL_KERNEL(
    dl_gelu_f32, (const float *x, float *y, float *slopes, size_t count, dl_path path), x, y, slopes, count)
