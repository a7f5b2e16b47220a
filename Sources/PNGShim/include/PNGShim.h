#ifndef DL_PNG_SHIM_H
#define DL_PNG_SHIM_H

#include <stddef.h>
#include <stdint.h>

/// libpng without its `longjmp`: errors come back as a message.

/// One textual chunk: iTXt, key of 1–79 Latin-1 characters, value in UTF-8.
typedef struct dl_png_text {
  const char *key;
  const char *value;
} dl_png_text;

/// Encodes 8-bit RGB rows of `width` × `height` pixels into memory that the caller frees with `dl_png_free`.
///
/// `density` is in pixels per metre, 0 for none. No time is written, so equal pixels give equal bytes. Returns 0, or
/// −1 with a sentence in `message`.
int dl_png_encode(
    const uint8_t *rgb, uint32_t width, uint32_t height, uint32_t density, const dl_png_text *texts, size_t count,
    uint8_t **bytes, size_t *size, char *message, size_t capacity);

/// Reads the size of an encoded picture and decodes it to RGB, for tests; free the pixels with `dl_png_free`.
int dl_png_decode(
    const uint8_t *bytes, size_t size, uint8_t **rgb, uint32_t *width, uint32_t *height, char *message,
    size_t capacity);

void dl_png_free(uint8_t *memory);

#endif
