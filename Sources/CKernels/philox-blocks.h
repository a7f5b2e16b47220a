#ifndef DL_PHILOX_BLOCKS_H
#define DL_PHILOX_BLOCKS_H

#include "vectors.h"

// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3").
//
// The array kernels run eight blocks at once, each word in the low half of a 64-bit lane: the next multiplication reads
// low halves only, so the high halves may keep what they like. With counter (unit / 4, example, step) the first two
// rounds and half of the third depend on the unit or on the example alone; the former are tabulated once per call.

#define MULTIPLIER_0 0xD2511F53ull
#define MULTIPLIER_1 0xCD9E8D57ull
#define WEYL_0 0x9E3779B9u
#define WEYL_1 0xBB67AE85u
#define LOW_HALF 0xffffffffull

enum {
  ROUNDS = 10,
  /// Units of one step of the inner loop: one word of a mask.
  GROUP_UNITS = 64,
  /// Vectors of eight blocks in a group.
  GROUP_PARTS = GROUP_UNITS / 32,
};

// MARK: - Eight blocks at once

/// What every block of a call shares.
typedef struct {
  uint64_t k0[ROUNDS], k1[ROUNDS];
  uint32_t step_low, step_high;
} call_constants;

/// What eight blocks share over all examples: their part of rounds one to three.
typedef struct {
  u64x8 second, third_0, third_2, third_3;
} unit_part;

/// What an example shares over all blocks: its part of rounds two and three.
typedef struct {
  uint64_t second, third;
} example_part;

/// Four words of each of eight blocks, in the low halves.
typedef struct {
  u64x8 w0, w1, w2, w3;
} eight_blocks;

DL_INLINE u64x8 product(uint64_t multiplier, u64x8 v) { return (v & LOW_HALF) * multiplier; }

DL_INLINE call_constants constants_of(uint64_t key, uint64_t step) {
  call_constants call = {.step_low = (uint32_t)step, .step_high = (uint32_t)(step >> 32)};
  uint32_t k0 = (uint32_t)key, k1 = (uint32_t)(key >> 32);
  for (int round = 0; round < ROUNDS; round++, k0 += WEYL_0, k1 += WEYL_1) call.k0[round] = k0, call.k1[round] = k1;
  return call;
}

DL_INLINE unit_part part_of_units(const call_constants *call, u64x8 blocks) {
  uint64_t step = MULTIPLIER_1 * call->step_low;
  u64x8 first = product(MULTIPLIER_0, blocks);
  u64x8 second = product(MULTIPLIER_1, (first >> 32) ^ call->step_high ^ call->k1[0]);
  u64x8 third = product(MULTIPLIER_0, (second >> 32) ^ (step & LOW_HALF) ^ call->k0[1]);
  return (unit_part){first, second ^ call->k0[2], (third >> 32) ^ call->k1[2], third};
}

DL_INLINE example_part part_of_example(const call_constants *call, uint32_t example) {
  uint64_t step = MULTIPLIER_1 * call->step_low;
  uint64_t first = ((step >> 32) ^ example ^ call->k0[0]) & LOW_HALF;
  uint64_t second = MULTIPLIER_0 * first;
  return (example_part){(second >> 32) ^ call->k1[1], second & LOW_HALF};
}

/// Runs rounds three to ten of a group side by side, since each round waits for the one before.
DL_INLINE void run_group(
    const call_constants *call, const unit_part *units, example_part example, eight_blocks *blocks) {
  _Pragma("clang loop unroll(full)") for (int i = 0; i < GROUP_PARTS; i++) {
    u64x8 p1 = product(MULTIPLIER_1, units[i].second ^ example.second);
    blocks[i] = (eight_blocks){
        (p1 >> 32) ^ units[i].third_0, p1, units[i].third_2 ^ example.third, units[i].third_3};
  }
  _Pragma("clang loop unroll(full)") for (int round = 3; round < ROUNDS; round++) {
    _Pragma("clang loop unroll(full)") for (int i = 0; i < GROUP_PARTS; i++) {
      eight_blocks b = blocks[i];
      u64x8 p0 = product(MULTIPLIER_0, b.w0), p1 = product(MULTIPLIER_1, b.w2);
      blocks[i] = (eight_blocks){
          (p1 >> 32) ^ b.w1 ^ call->k0[round], p1, (p0 >> 32) ^ b.w3 ^ call->k1[round], p0};
    }
  }
}

// MARK: - Groups of 64 units

/// Thirty-two words in the order of their units.
typedef struct {
  u32x16 half[2];
} ordered_words;

/// Lanes hold the blocks 0, 4, 1, 5, …, so that two unpackings put the words in order.
static const uint64_t lane_blocks[8] = {0, 4, 1, 5, 2, 6, 3, 7};

DL_INLINE u64x8 first_blocks(void) {
  u64x8 lanes;
  memcpy(&lanes, lane_blocks, sizeof lanes);
  return lanes;
}

/// The low halves of two vectors, one and one; a shift and an or would let the compiler multiply by all 64 bits before.
DL_INLINE u32x16 low_halves(u64x8 even, u64x8 odd) {
  return __builtin_shufflevector((u32x16)even, (u32x16)odd, 0, 16, 2, 18, 4, 20, 6, 22, 8, 24, 10, 26, 12, 28, 14, 30);
}

DL_INLINE ordered_words words_in_order(eight_blocks b) {
  u64x8 even = (u64x8)low_halves(b.w0, b.w1), odd = (u64x8)low_halves(b.w2, b.w3);
  return (ordered_words){{
      (u32x16)__builtin_shufflevector(even, odd, 0, 8, 2, 10, 4, 12, 6, 14),
      (u32x16)__builtin_shufflevector(even, odd, 1, 9, 3, 11, 5, 13, 7, 15)}};
}

/// The words of blocks in natural lanes, two and two: words 0 and 1 of all blocks, then words 2 and 3 of all blocks.
DL_INLINE ordered_words words_in_pairs(eight_blocks b) {
  return (ordered_words){{low_halves(b.w0, b.w1), low_halves(b.w2, b.w3)}};
}

#endif
