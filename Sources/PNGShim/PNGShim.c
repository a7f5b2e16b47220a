#include "PNGShim.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "palette.h"

enum { widest = 32767 };

/// The growing output and what libpng said last.
typedef struct {
  png_shim_bytes output;
  size_t capacity;
  int out_of_memory;
  char *message;
} writer;

static png_shim_code say(png_shim_code code, char *message, const char *text) {
  snprintf(message, png_shim_message_size, "%s", text);
  return code;
}

static void on_error(png_structp png, png_const_charp text) {
  writer *state = png_get_error_ptr(png);
  say(png_shim_failed, state->message, text);
  png_longjmp(png, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void on_write(png_structp png, png_bytep bytes, size_t count) {
  writer *state = png_get_io_ptr(png);
  size_t needed = state->output.count + count;
  if (needed > state->capacity) {
    size_t capacity = state->capacity ? state->capacity : 65536;
    while (capacity < needed) capacity *= 2;
    uint8_t *grown = realloc(state->output.bytes, capacity);
    if (!grown) {
      state->out_of_memory = 1;
      png_error(png, "out of memory");
    }
    state->output.bytes = grown;
    state->capacity = capacity;
  }
  memcpy(state->output.bytes + state->output.count, bytes, count);
  state->output.count = needed;
}

static void on_flush(png_structp png) { (void)png; }

static int is_ascii(const char *text) {
  for (; *text; text++)
    if ((unsigned char)*text > 126) return 0;
  return 1;
}

static size_t bytes_per_pixel(png_shim_layout layout) { return layout == png_shim_rgb ? 3 : 4; }

/// Returns what is wrong with a picture, or NULL.
static const char *fault(const png_shim_picture *picture) {
  if (!picture->pixels) return "a picture without pixels";
  if (!picture->width || !picture->height) return "a picture without width or height";
  if (picture->width > widest || picture->height > widest) return "a picture of more than 32767 pixels a side";
  if (picture->stride < picture->width * bytes_per_pixel(picture->layout)) return "rows that overlap";
  for (size_t i = 0; i < picture->text_count; i++) {
    size_t length = strlen(picture->texts[i].key);
    if (length < 1 || length > 79 || !is_ascii(picture->texts[i].key)) return "a text key that is not 1-79 ASCII letters";
  }
  return NULL;
}

static void write_texts(png_structp png, png_infop info, const png_shim_picture *picture) {
  for (size_t i = 0; i < picture->text_count; i++) {
    png_text text = {0};
    text.key = (png_charp)picture->texts[i].key;
    text.text = (png_charp)picture->texts[i].text;
    text.compression = is_ascii(picture->texts[i].text) ? PNG_TEXT_COMPRESSION_NONE : PNG_ITXT_COMPRESSION_NONE;
    text.lang = (png_charp) "";
    text.lang_key = (png_charp) "";
    png_set_text(png, info, &text, 1);
  }
}

static void write_palette(png_structp png, png_infop info, const palette *palette) {
  png_color colours[256];
  for (int i = 0; i < palette->count; i++)
    colours[i] = (png_color){
        (png_byte)(palette->colours[i] >> 16), (png_byte)(palette->colours[i] >> 8), (png_byte)palette->colours[i]};
  png_set_PLTE(png, info, colours, palette->count);
}

/// Writes indices as they are, but a row that equals the one above it as no difference: such zeros cost next to nothing.
static void write_indices(png_structp png, const png_shim_picture *picture, const palette *palette) {
  const uint8_t *above = NULL, *row = palette->indices;
  // The filters of the first row say which ones libpng makes room for.
  png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_NONE | PNG_FILTER_UP);
  for (uint32_t y = 0; y < picture->height; y++, above = row, row += picture->width) {
    if (y) png_set_filter(png, PNG_FILTER_TYPE_BASE, memcmp(row, above, picture->width) ? PNG_FILTER_NONE : PNG_FILTER_UP);
    png_write_row(png, row);
  }
}

static void write_colours(png_structp png, const png_shim_picture *picture, uint8_t *row) {
  for (uint32_t y = 0; y < picture->height; y++) {
    if (picture->layout != png_shim_native_xrgb) {
      png_write_row(png, picture->pixels + picture->stride * y);
      continue;
    }
    for (uint32_t x = 0; x < picture->width; x++) {
      uint32_t colour = png_shim_palette_colour(picture, x, y);
      row[3 * (size_t)x] = (uint8_t)(colour >> 16);
      row[3 * (size_t)x + 1] = (uint8_t)(colour >> 8);
      row[3 * (size_t)x + 2] = (uint8_t)colour;
    }
    png_write_row(png, row);
  }
}

/// Runs libpng below a setjmp; returns 0 when it came back by longjmp.
static int write_picture(
    png_structp png, png_infop info, const png_shim_picture *picture, const palette *palette, uint8_t *row,
    writer *state) {
  if (setjmp(png_jmpbuf(png))) return 0;
  png_set_write_fn(png, state, on_write, on_flush);
  // The highest level takes two and a half times as long for 3 % less: it tries every place of a plain area again.
  png_set_compression_level(png, 8);
  int kind = palette->indices                       ? PNG_COLOR_TYPE_PALETTE
             : picture->layout == png_shim_rgba ? PNG_COLOR_TYPE_RGB_ALPHA
                                                : PNG_COLOR_TYPE_RGB;
  png_set_IHDR(
      png, info, picture->width, picture->height, 8, kind, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
      PNG_FILTER_TYPE_DEFAULT);
  if (palette->indices) write_palette(png, info, palette);
  if (picture->pixels_per_metre)
    png_set_pHYs(png, info, picture->pixels_per_metre, picture->pixels_per_metre, PNG_RESOLUTION_METER);
  write_texts(png, info, picture);
  png_write_info(png, info);
  if (palette->indices)
    write_indices(png, picture, palette);
  else
    write_colours(png, picture, row);
  png_write_end(png, NULL);
  return 1;
}

png_shim_code png_shim_encode(const png_shim_picture *picture, png_shim_bytes *result, char *message) {
  *result = (png_shim_bytes){NULL, 0};
  message[0] = 0;
  const char *wrong = fault(picture);
  if (wrong) return say(png_shim_refused, message, wrong);
  writer state = {{NULL, 0}, 0, 0, message};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &state, on_error, on_warning);
  if (!png) return say(png_shim_no_memory, message, "out of memory");
  png_infop info = png_create_info_struct(png);
  uint8_t *row = malloc(3 * (size_t)picture->width);
  palette palette;
  png_shim_palette_find(picture, &palette);
  int good = info && row && write_picture(png, info, picture, &palette, row, &state);
  png_shim_palette_free(&palette);
  png_destroy_write_struct(&png, info ? &info : NULL);
  int no_memory = !info || !row || state.out_of_memory;
  free(row);
  if (good) {
    *result = state.output;
    return png_shim_good;
  }
  free(state.output.bytes);
  return no_memory ? say(png_shim_no_memory, message, "out of memory") : png_shim_failed;
}

png_shim_code png_shim_decode(
    const uint8_t *bytes, size_t count, uint32_t *width, uint32_t *height, png_shim_bytes *result, char *message) {
  *result = (png_shim_bytes){NULL, 0};
  message[0] = 0;
  png_image image = {0};
  image.version = PNG_IMAGE_VERSION;
  if (!png_image_begin_read_from_memory(&image, bytes, count)) return say(png_shim_failed, message, image.message);
  if (image.width > widest || image.height > widest) {
    png_image_free(&image);
    return say(png_shim_refused, message, "a picture of more than 32767 pixels a side");
  }
  image.format = PNG_FORMAT_RGBA;
  png_shim_bytes output = {malloc(PNG_IMAGE_SIZE(image)), PNG_IMAGE_SIZE(image)};
  if (!output.bytes) {
    png_image_free(&image);
    return say(png_shim_no_memory, message, "out of memory");
  }
  if (!png_image_finish_read(&image, NULL, output.bytes, 0, NULL)) {
    free(output.bytes);
    return say(png_shim_failed, message, image.message);
  }
  *width = image.width;
  *height = image.height;
  *result = output;
  return png_shim_good;
}

void png_shim_free(png_shim_bytes bytes) { free(bytes.bytes); }
