#ifndef DL_MEETINGS_H
#define DL_MEETINGS_H

#include <stddef.h>
#include <stdint.h>

#include "convolutions.h"
#include "panel-vectors.h"

/// One list meets the taps of a kernel row at once: their sums stay in registers while its entries pass. Where there are
/// few of them, two panels share what an entry costs.
enum { DL_MEET_TAPS = 8 };

/// Sums over one list for neighbouring taps t and panels p: out[t][p] += Σ value · vector[t][p].
typedef struct dl_meeting {
  const uint32_t *offsets;
  const float *values;
  size_t count;
  const float *vectors;
  /// From tap to tap, which may lead back, and from panel to panel.
  ptrdiff_t stride, out_stride;
  size_t panel, out_panel;
} dl_meeting;

DL_INLINE void dl_meet_taps(const dl_meeting *m, float *out, const int taps, const int panels) {
  dl_v16 sum[DL_MEET_TAPS][2];
#pragma unroll
  for (int t = 0; t < taps; t++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[t][p] = dl_load(out + t * m->out_stride + p * m->out_panel);
#pragma clang loop unroll(disable)  // lists are short: a rest loop would cost another wrong guess of the branch
  for (size_t e = 0; e < m->count; e++) {
    float value = m->values[e];
    dl_v16 x = dl_splat(value);
    const float *v = m->vectors + m->offsets[e];
#pragma unroll
    for (int t = 0; t < taps; t++)
#pragma unroll
      for (int p = 0; p < panels; p++) sum[t][p] = dl_fma(x, dl_load(v + t * m->stride + p * m->panel), sum[t][p]);
  }
#pragma unroll
  for (int t = 0; t < taps; t++)
#pragma unroll
    for (int p = 0; p < panels; p++) dl_store(out + t * m->out_stride + p * m->out_panel, sum[t][p]);
}

/// The same for numbers of taps and panels that are known when it runs.
DL_INLINE void dl_meet(dl_meeting m, float *out, size_t taps, const int panels) {
  if (m.count == 0) return;
  for (; taps > DL_MEET_TAPS; taps -= DL_MEET_TAPS) {
    dl_meet_taps(&m, out, DL_MEET_TAPS, panels);
    m.vectors += DL_MEET_TAPS * m.stride;
    out += DL_MEET_TAPS * m.out_stride;
  }
  switch (taps) {
    case 1: dl_meet_taps(&m, out, 1, panels); return;
    case 2: dl_meet_taps(&m, out, 2, panels); return;
    case 3: dl_meet_taps(&m, out, 3, panels); return;
    case 4: dl_meet_taps(&m, out, 4, panels); return;
    case 5: dl_meet_taps(&m, out, 5, panels); return;
    case 6: dl_meet_taps(&m, out, 6, panels); return;
    case 7: dl_meet_taps(&m, out, 7, panels); return;
    case 8: dl_meet_taps(&m, out, 8, panels); return;
  }
}

/// Panels that are summed together from `first` on, when a list meets up to so many taps.
static inline size_t dl_panels_together(size_t first, size_t last, size_t taps) {
  return taps <= DL_PAIR_TAPS && last - first >= 2 ? 2 : 1;
}

#endif
