#ifndef PNG_SHIM_H
#define PNG_SHIM_H

#include <stddef.h>
#include <stdint.h>

/// What became of a call; everything but good comes with a message.
typedef enum {
  png_shim_good = 0,
  /// The caller asked for a picture that cannot be: no pixels, a bad key, too large.
  png_shim_refused = 1,
  png_shim_no_memory = 2,
  /// libpng gave up; the message is its own.
  png_shim_failed = 3,
} png_shim_code;

/// How pixels lie in memory.
typedef enum {
  /// Three bytes: red, green, blue.
  png_shim_rgb = 0,
  /// Four bytes: red, green, blue, alpha, not premultiplied.
  png_shim_rgba = 1,
  /// One native 32-bit word 0xXXRRGGBB, as in an opaque Cairo surface; written as red, green, blue.
  png_shim_native_xrgb = 2,
} png_shim_layout;

/// A text chunk: tEXt when the text is ASCII, iTXt (UTF-8) otherwise.
typedef struct {
  /// 1–79 printable ASCII characters.
  const char *key;
  /// UTF-8.
  const char *text;
} png_shim_text;

/// A picture to encode; rows are `stride` bytes apart.
typedef struct {
  const uint8_t *pixels;
  uint32_t width;
  uint32_t height;
  size_t stride;
  png_shim_layout layout;
  /// How far a colour may be written from what it is, in steps of 255 of any channel; 0 keeps every one.
  uint8_t nearness;
  /// Written as pHYs; 0 leaves it out.
  uint32_t pixels_per_metre;
  const png_shim_text *texts;
  size_t text_count;
} png_shim_picture;

/// Bytes that belong to the caller, who gives them back with `png_shim_free`.
typedef struct {
  uint8_t *bytes;
  size_t count;
} png_shim_bytes;

enum { png_shim_message_size = 160 };

/// Encodes a picture as PNG with 8 bits per channel and no time; libpng's longjmp ends here.
///
/// An opaque picture for which 256 colours are near enough is written with a palette, in a third of the bytes.
///
/// `message` has room for `png_shim_message_size` bytes and is empty when all is good.
png_shim_code png_shim_encode(const png_shim_picture *picture, png_shim_bytes *result, char *message);

/// Decodes a PNG to rows of red, green, blue, alpha without gaps.
png_shim_code png_shim_decode(
    const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, png_shim_bytes *result, char *message);

void png_shim_free(png_shim_bytes bytes);

#endif
