#include "PNGShim.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  uint8_t *bytes;
  size_t size, room;
} growing;

typedef struct {
  char *message;
  size_t capacity;
} report;

static void fail(png_structp png, png_const_charp text) {
  report *to = png_get_error_ptr(png);
  if (to->capacity > 0) {
    strncpy(to->message, text, to->capacity - 1);
    to->message[to->capacity - 1] = 0;
  }
  longjmp(png_jmpbuf(png), 1);
}

static void ignore(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static void append(png_structp png, png_bytep data, size_t count) {
  growing *buffer = png_get_io_ptr(png);
  if (buffer->size + count > buffer->room) {
    size_t room = (buffer->size + count) * 2;
    uint8_t *larger = realloc(buffer->bytes, room);
    if (!larger) png_error(png, "out of memory");
    buffer->bytes = larger;
    buffer->room = room;
  }
  memcpy(buffer->bytes + buffer->size, data, count);
  buffer->size += count;
}

static void flush(png_structp png) { (void)png; }

static void set_texts(png_structp png, png_infop info, const dl_png_text *texts, size_t count) {
  for (size_t i = 0; i < count; i++) {
    png_text text = {0};
    text.compression = PNG_ITXT_COMPRESSION_NONE;
    text.key = (png_charp)texts[i].key;
    text.text = (png_charp)texts[i].value;
    text.lang = (png_charp) "";
    text.lang_key = (png_charp) "";
    png_set_text(png, info, &text, 1);
  }
}

int dl_png_encode(
    const uint8_t *rgb, uint32_t width, uint32_t height, uint32_t density, const dl_png_text *texts, size_t count,
    uint8_t **bytes, size_t *size, char *message, size_t capacity) {
  report to = {message, capacity};
  growing buffer = {0, 0, 0};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &to, fail, ignore);
  png_infop info = png ? png_create_info_struct(png) : 0;
  if (!info) {
    if (capacity > 0) strncpy(message, "out of memory", capacity);
    png_destroy_write_struct(&png, 0);
    return -1;
  }
  if (setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    free(buffer.bytes);
    return -1;
  }
  png_set_write_fn(png, &buffer, append, flush);
  png_set_compression_level(png, 9);
  png_set_IHDR(
      png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
      PNG_FILTER_TYPE_DEFAULT);
  if (density > 0) png_set_pHYs(png, info, density, density, PNG_RESOLUTION_METER);
  set_texts(png, info, texts, count);
  png_write_info(png, info);
  for (uint32_t y = 0; y < height; y++) png_write_row(png, rgb + (size_t)y * width * 3);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  *bytes = buffer.bytes;
  *size = buffer.size;
  return 0;
}

int dl_png_decode(
    const uint8_t *bytes, size_t size, uint8_t **rgb, uint32_t *width, uint32_t *height, char *message,
    size_t capacity) {
  png_image image = {.version = PNG_IMAGE_VERSION};
  uint8_t *pixels = 0;
  if (png_image_begin_read_from_memory(&image, bytes, size)) {
    image.format = PNG_FORMAT_RGB;
    pixels = malloc(PNG_IMAGE_SIZE(image));
    if (pixels && png_image_finish_read(&image, 0, pixels, 0, 0)) {
      *rgb = pixels;
      *width = image.width;
      *height = image.height;
      return 0;
    }
  }
  if (capacity > 0) {
    strncpy(message, image.message, capacity - 1);
    message[capacity - 1] = 0;
  }
  free(pixels);
  png_image_free(&image);
  return -1;
}

void dl_png_free(uint8_t *memory) { free(memory); }
