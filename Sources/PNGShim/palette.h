#ifndef PNG_SHIM_PALETTE_H
#define PNG_SHIM_PALETTE_H

#include "PNGShim.h"

/// At most 256 colours 0xRRGGBB, and one of them for every pixel, row by row without gaps.
typedef struct {
  uint32_t colours[256];
  int count;
  uint8_t *indices;
} palette;

/// The colour 0xRRGGBB of a pixel of an opaque layout.
uint32_t png_shim_palette_colour(const png_shim_picture *picture, uint32_t x, uint32_t y);

/// Finds colours for an opaque picture, none further than its `nearness` from what they stand for in any channel.
///
/// The more frequent colour stands for its rarer neighbours, so that plain areas keep theirs and the edges between them
/// come near; nine of ten pixels keep their colour. Returns 0 where no 256 colours do, or memory is short.
/// `png_shim_palette_free` gives the indices back.
int png_shim_palette_find(const png_shim_picture *picture, palette *result);

void png_shim_palette_free(palette *palette);

#endif
