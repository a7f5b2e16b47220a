#ifndef DL_ATTENTION_H
#define DL_ATTENTION_H

#include <stddef.h>

#include "elementwise.h"
#include "paths.h"

/// Scaled dot-product self-attention of several heads (Vaswani et al. 2017, section 3.2) over panel matrices with rows
/// position · examples + example.
///
///   S = Q Kᵀ / √width;  A = softmax S per row, over positions up to the own one if causal;  O = head ⊙ (mask ⊙ A) V
///
/// Products are chains over ascending channels, or positions; sums of a softmax run over 16 lanes, then the tree.

typedef struct dl_attention {
  /// `width` is the channels of one head.
  size_t positions, examples, heads, width;
  int causal;
  /// Q, K and V side by side: 3 · heads · width columns.
  const float *projected;
  /// A before its mask, `[example][head]` matrices of positions × positions in panels; a minus marks what it drops.
  float *weights;
  /// O: heads · width columns.
  float *context;
  /// Mask of A, unit = (head · positions + row) · positions + column, and of the heads; without bits no noise.
  dl_noise noise, head_noise;
  /// `dl_attention_scratch` floats of this call's own.
  float *scratch;
} dl_attention;

/// Floats of scratch that a call needs.
size_t dl_attention_scratch(size_t positions, size_t width);

/// Floats of `weights` for one example.
size_t dl_attention_weights(size_t positions, size_t heads);

/// Fills `weights` and `context` for the examples `first ..< last`.
void dl_attention_forward(const dl_attention *pass, size_t first, size_t last, dl_path path);

/// Gradients of Q, K and V, side by side in `projected`, from that of `context`, for the examples `first ..< last`.
void dl_attention_backward(
    const dl_attention *pass, const float *context, float *projected, size_t first, size_t last, dl_path path);

#endif
