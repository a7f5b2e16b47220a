#ifndef DL_MEETINGS_H
#define DL_MEETINGS_H

#include <stddef.h>
#include <stdint.h>

#include "convolutions.h"
#include "panel-vectors.h"

/// A list meets the taps of a kernel row at once: their sums stay in registers while its entries pass. Where taps are
/// few, two panels share what an entry costs, and two lists pass together: a sum waits four cycles for its last term,
/// in which the other list's sums get theirs.
enum { DL_MEET_TAPS = 8, DL_MEET_PAIRED_SUMS = 6 };

/// How neighbouring taps t and panels p follow each other, for all lists that meet them.
typedef struct dl_meeting {
  const float *vectors;
  /// From tap to tap, which may lead back, and from panel to panel.
  ptrdiff_t stride, out_stride;
  size_t panel, out_panel;
} dl_meeting;

/// A list and where its sums go: out[t][p] += Σ value · vector[t][p].
typedef struct dl_list {
  const uint32_t *offsets;
  const float *values;
  size_t count;
  float *out;
} dl_list;

typedef dl_v16 dl_met[DL_MEET_TAPS][2];

DL_INLINE void dl_meet_entry(
    const dl_meeting *m, const dl_list *list, size_t entry, dl_met sum, const int taps, const int panels) {
  float value = list->values[entry];
  dl_v16 x = dl_splat(value);
  const float *v = m->vectors + list->offsets[entry];
#pragma unroll
  for (int t = 0; t < taps; t++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[t][p] = dl_fma(x, dl_load(v + t * m->stride + p * m->panel), sum[t][p]);
}

DL_INLINE void dl_meet_begin(const dl_meeting *m, const dl_list *list, dl_met sum, const int taps, const int panels) {
#pragma unroll
  for (int t = 0; t < taps; t++)
#pragma unroll
    for (int p = 0; p < panels; p++) sum[t][p] = dl_load(list->out + t * m->out_stride + p * m->out_panel);
}

/// The entries from `first` on, and the end.
DL_INLINE void dl_meet_rest(
    const dl_meeting *m, const dl_list *list, size_t first, dl_met sum, const int taps, const int panels) {
#pragma clang loop unroll(disable)  // lists are short: a rest loop would cost another wrong guess of the branch
  for (size_t e = first; e < list->count; e++) dl_meet_entry(m, list, e, sum, taps, panels);
#pragma unroll
  for (int t = 0; t < taps; t++)
#pragma unroll
    for (int p = 0; p < panels; p++) dl_store(list->out + t * m->out_stride + p * m->out_panel, sum[t][p]);
}

DL_INLINE void dl_meet_taps(const dl_meeting *m, const dl_list *list, const int taps, const int panels) {
  dl_met sum;
  dl_meet_begin(m, list, sum, taps, panels);
  dl_meet_rest(m, list, 0, sum, taps, panels);
}

/// The same for two lists that add to different sums.
DL_INLINE void dl_meet_taps_twice(const dl_meeting *m, const dl_list lists[2], const int taps, const int panels) {
  dl_met first, second;
  dl_meet_begin(m, lists, first, taps, panels);
  dl_meet_begin(m, lists + 1, second, taps, panels);
  size_t both = lists[0].count < lists[1].count ? lists[0].count : lists[1].count;
#pragma clang loop unroll(disable)
  for (size_t e = 0; e < both; e++) {
    dl_meet_entry(m, lists, e, first, taps, panels);
    dl_meet_entry(m, lists + 1, e, second, taps, panels);
  }
  dl_meet_rest(m, lists, both, first, taps, panels);
  dl_meet_rest(m, lists + 1, both, second, taps, panels);
}

/// One list with a number of taps that is known when it runs.
DL_INLINE void dl_meet(dl_meeting m, dl_list list, size_t taps, const int panels) {
  if (list.count == 0) return;
  for (; taps > DL_MEET_TAPS; taps -= DL_MEET_TAPS) {
    dl_meet_taps(&m, &list, DL_MEET_TAPS, panels);
    m.vectors += DL_MEET_TAPS * m.stride;
    list.out += DL_MEET_TAPS * m.out_stride;
  }
  switch (taps) {
    case 1: dl_meet_taps(&m, &list, 1, panels); return;
    case 2: dl_meet_taps(&m, &list, 2, panels); return;
    case 3: dl_meet_taps(&m, &list, 3, panels); return;
    case 4: dl_meet_taps(&m, &list, 4, panels); return;
    case 5: dl_meet_taps(&m, &list, 5, panels); return;
    case 6: dl_meet_taps(&m, &list, 6, panels); return;
    case 7: dl_meet_taps(&m, &list, 7, panels); return;
    case 8: dl_meet_taps(&m, &list, 8, panels); return;
  }
}

/// Whether two lists pass together.
DL_INLINE int dl_meets_twice(size_t taps, const int panels) { return taps * panels <= DL_MEET_PAIRED_SUMS; }

/// Two lists that add to different sums, where `dl_meets_twice`.
DL_INLINE void dl_meet_twice(const dl_meeting *m, const dl_list lists[2], size_t taps, const int panels) {
  switch (taps) {
    case 1: dl_meet_taps_twice(m, lists, 1, panels); return;
    case 2: dl_meet_taps_twice(m, lists, 2, panels); return;
    case 3: dl_meet_taps_twice(m, lists, 3, panels); return;
    case 4: dl_meet_taps_twice(m, lists, 4, panels); return;
    case 5: dl_meet_taps_twice(m, lists, 5, panels); return;
    case 6: dl_meet_taps_twice(m, lists, 6, panels); return;
  }
}

/// Panels that are summed together from `first` on, when a list meets up to so many taps.
static inline size_t dl_panels_together(size_t first, size_t last, size_t taps) {
  return taps <= DL_PAIR_TAPS && last - first >= 2 ? 2 : 1;
}

#endif
