#ifndef DL_PATHS_H
#define DL_PATHS_H

/// Which compiled copy of a kernel runs; all copies give the same bits.
typedef enum dl_path {
  /// The fastest this processor can run.
  DL_PATH_FASTEST = 0,
  /// Plain C for the baseline of the architecture; tests force it.
  DL_PATH_PORTABLE = 1,
  /// x86-64-v3 (AVX2 and FMA); falls back to the portable copy where it cannot run.
  DL_PATH_V3 = 2,
  /// x86-64-v4 (AVX-512); falls back to v3 where it cannot run.
  DL_PATH_V4 = 3,
} dl_path;

#endif
