#include "palette.h"

#include <stdlib.h>
#include <string.h>

/// Pictures of more colours than this are no drawings, and a table of four times as many places.
enum { most_colours = 16384, places = 65536 };

/// A colour of the picture; `index` is the one of the palette that stands for it.
typedef struct {
  uint32_t colour;
  uint32_t count;
  int index;
} entry;

/// Colours by their place in a table, with open addresses, and in a list.
typedef struct {
  entry entries[most_colours];
  /// One more than the place in the list; 0 is free.
  uint16_t table[places];
  int count;
} census;

uint32_t png_shim_palette_colour(const png_shim_picture *picture, uint32_t x, uint32_t y) {
  const uint8_t *row = picture->pixels + picture->stride * y;
  if (picture->layout == png_shim_rgb) {
    const uint8_t *pixel = row + 3 * (size_t)x;
    return (uint32_t)pixel[0] << 16 | (uint32_t)pixel[1] << 8 | pixel[2];
  }
  uint32_t word;
  memcpy(&word, row + 4 * (size_t)x, 4);
  return word & 0xFFFFFF;
}

// MARK: - Which colours there are

/// The place of a colour in the table, or the free one where it belongs.
static uint32_t place_of(const census *census, uint32_t colour) {
  uint32_t place = (colour * 2654435761u) >> 16;
  while (census->table[place] && census->entries[census->table[place] - 1].colour != colour)
    place = (place + 1) % places;
  return place;
}

/// Counts the pixels of each colour; 0 if there are too many colours.
static int count_colours(const png_shim_picture *picture, census *census) {
  entry *last = NULL;
  for (uint32_t y = 0; y < picture->height; y++)
    for (uint32_t x = 0; x < picture->width; x++) {
      uint32_t colour = png_shim_palette_colour(picture, x, y);
      // Most pixels lie in plain areas.
      if (last && last->colour == colour) {
        last->count++;
        continue;
      }
      uint32_t place = place_of(census, colour);
      if (!census->table[place]) {
        if (census->count == most_colours) return 0;
        census->entries[census->count] = (entry){colour, 0, -1};
        census->table[place] = (uint16_t)++census->count;
      }
      last = &census->entries[census->table[place] - 1];
      last->count++;
    }
  return 1;
}

static int by_frequency(const void *a, const void *b) {
  const entry *first = a, *second = b;
  if (first->count != second->count) return first->count > second->count ? -1 : 1;
  return first->colour < second->colour ? -1 : first->colour > second->colour;
}

static void sort(census *census) {
  qsort(census->entries, (size_t)census->count, sizeof(entry), by_frequency);
  memset(census->table, 0, sizeof census->table);
  for (int i = 0; i < census->count; i++)
    census->table[place_of(census, census->entries[i].colour)] = (uint16_t)(i + 1);
}

// MARK: - Which stand for them

/// The largest difference of any channel.
static int distance(uint32_t a, uint32_t b) {
  int largest = 0;
  for (int shift = 0; shift < 24; shift += 8) {
    int difference = abs((int)(a >> shift & 255) - (int)(b >> shift & 255));
    if (difference > largest) largest = difference;
  }
  return largest;
}

/// The nearest colour of the palette, the more frequent of two; its distance in `how_far`, 256 where there is none.
static int nearest(const palette *palette, uint32_t colour, int *how_far) {
  int best = -1;
  *how_far = 256;
  for (int i = 0; i < palette->count && *how_far > 0; i++) {
    int far = distance(palette->colours[i], colour);
    if (far < *how_far) {
      *how_far = far;
      best = i;
    }
  }
  return best;
}

/// Takes every colour that none taken before comes near enough to; 0 if they are more than 256.
static int cover(const census *census, int nearness, palette *palette) {
  palette->count = 0;
  for (int i = 0; i < census->count; i++) {
    int far;
    nearest(palette, census->entries[i].colour, &far);
    if (far <= nearness) continue;
    if (palette->count == 256) return 0;
    palette->colours[palette->count++] = census->entries[i].colour;
  }
  return 1;
}

/// Gives every colour the one that stands for it; 0 if more than a tenth of the pixels would change.
static int assign(census *census, const palette *palette, uint64_t pixels) {
  uint64_t changed = 0;
  for (int i = 0; i < census->count; i++) {
    int far;
    census->entries[i].index = nearest(palette, census->entries[i].colour, &far);
    if (far > 0) changed += census->entries[i].count;
  }
  return changed * 10 <= pixels;
}

// MARK: - Both

static int choose(const png_shim_picture *picture, census *census, palette *result) {
  if (!count_colours(picture, census)) return 0;
  sort(census);
  int nearness = 0;
  while (!cover(census, nearness, result))
    if (++nearness > picture->nearness) return 0;
  return assign(census, result, (uint64_t)picture->width * picture->height);
}

/// Writes the index of every pixel.
static void fill(const png_shim_picture *picture, const census *census, uint8_t *indices) {
  const entry *last = &census->entries[0];
  for (uint32_t y = 0; y < picture->height; y++)
    for (uint32_t x = 0; x < picture->width; x++) {
      uint32_t colour = png_shim_palette_colour(picture, x, y);
      if (last->colour != colour) last = &census->entries[census->table[place_of(census, colour)] - 1];
      *indices++ = (uint8_t)last->index;
    }
}

int png_shim_palette_find(const png_shim_picture *picture, palette *result) {
  result->indices = NULL;
  if (picture->layout == png_shim_rgba) return 0;
  census *census = calloc(1, sizeof *census);
  if (census && choose(picture, census, result)) result->indices = malloc((size_t)picture->width * picture->height);
  if (result->indices) fill(picture, census, result->indices);
  free(census);
  return result->indices != NULL;
}

void png_shim_palette_free(palette *palette) { free(palette->indices); }
