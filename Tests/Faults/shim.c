// Lets one call of the program into the system fail, to see what comes of it; loaded with LD_PRELOAD.
//
// FAULT_PROGRAM  name of the program it acts in; children such as git are left alone
// FAULT_UNDER    absolute folder; only calls about files below it are counted, so output and libraries are left alone
// FAULT_CALLS    names of the calls that are counted, between commas
// FAULT_AT       number of the counted call that fails, from 1; none fails when it is 0
// FAULT_ERRNO    error number that it fails with; `short` lets a write take only half of its bytes
// FAULT_STAYS    when set, all counted calls after it fail as well, as on a full disk
// FAULT_LOG      file that names the call that failed first; with FAULT_AT=0 it gets every counted call
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

extern char *program_invocation_short_name;

static atomic_long counted;
static long failing;
static int number;
static bool isShort, stays, acts;
static char calls[512], under[PATH_MAX], logFile[PATH_MAX];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void copy(char *place, size_t size, const char *name) {
  const char *value = getenv(name);
  snprintf(place, size, "%s", value ? value : "");
}

static void begin(void) {
  char program[256];
  copy(program, sizeof program, "FAULT_PROGRAM");
  copy(under, sizeof under, "FAULT_UNDER");
  copy(logFile, sizeof logFile, "FAULT_LOG");
  snprintf(calls, sizeof calls, ",%s,", getenv("FAULT_CALLS") ? getenv("FAULT_CALLS") : "");
  const char *at = getenv("FAULT_AT"), *error = getenv("FAULT_ERRNO");
  failing = at ? atol(at) : 0;
  isShort = error && strcmp(error, "short") == 0;
  number = error && !isShort ? atoi(error) : EIO;
  stays = getenv("FAULT_STAYS") != NULL;
  acts = under[0] && strcmp(program, program_invocation_short_name) == 0;
}

static void note(const char *call, const char *path) {
  if (!logFile[0]) return;
  char line[PATH_MAX + 64];
  int size = snprintf(line, sizeof line, "%s %s\n", call, path);
  int log = (int)syscall(SYS_openat, AT_FDCWD, logFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (log < 0) return;
  syscall(SYS_write, log, line, (size_t)size);
  syscall(SYS_close, log);
}

// Whether this call is the one that fails; keeps errno where it is not.
static bool hit(const char *call, const char *given) {
  pthread_once(&once, begin);
  if (!acts || !given) return false;
  char key[64], path[PATH_MAX];
  snprintf(key, sizeof key, ",%s,", call);
  if (!strstr(calls, key)) return false;
  int kept = errno;
  if (given[0] == '/') snprintf(path, sizeof path, "%s", given);
  else {
    char folder[PATH_MAX];
    if (syscall(SYS_getcwd, folder, sizeof folder) < 0) folder[0] = 0;
    snprintf(path, sizeof path, "%.2000s/%.2000s", folder, given);
  }
  errno = kept;
  if (strncmp(path, under, strlen(under)) != 0) return false;
  long now = atomic_fetch_add(&counted, 1) + 1;
  if (failing == 0) note(call, path);
  if (failing == 0 || now < failing || (now > failing && !stays)) return errno = kept, false;
  if (now == failing) note(call, path);
  errno = number;
  return true;
}

static bool hitFile(const char *call, int file) {
  pthread_once(&once, begin);
  if (!acts || file < 0) return false;
  int kept = errno;
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  long size = syscall(SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  errno = kept;
  // What is no file, such as a pipe, has a name without a folder.
  if (size <= 0 || path[0] != '/') return false;
  path[size] = 0;
  return hit(call, path);
}

#define REAL(result, name, parameters)                           \
  static result(*_Atomic real) parameters;                       \
  if (!real) real = (result(*) parameters)dlsym(RTLD_NEXT, name);

// MARK: Files by their number

#define ON_FILE(result, name, call, parameters, arguments, failure) \
  result name parameters {                                          \
    REAL(result, #name, parameters)                                 \
    if (hitFile(call, file)) return failure;                        \
    return real arguments;                                          \
  }

#define WRITES(name, call, parameters, arguments, half)      \
  ssize_t name parameters {                                  \
    REAL(ssize_t, #name, parameters)                         \
    if (hitFile(call, file)) {                               \
      if (!isShort) return -1;                               \
      if (size > 1) return real half;                        \
    }                                                        \
    return real arguments;                                   \
  }

WRITES(write, "write", (int file, const void *bytes, size_t size), (file, bytes, size), (file, bytes, size / 2))
WRITES(pwrite, "pwrite", (int file, const void *bytes, size_t size, off_t at), (file, bytes, size, at),
       (file, bytes, size / 2, at))
WRITES(pwrite64, "pwrite", (int file, const void *bytes, size_t size, off64_t at), (file, bytes, size, at),
       (file, bytes, size / 2, at))
WRITES(read, "read", (int file, void *bytes, size_t size), (file, bytes, size), (file, bytes, size / 2))
WRITES(pread, "pread", (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at),
       (file, bytes, size / 2, at))
WRITES(pread64, "pread", (int file, void *bytes, size_t size, off64_t at), (file, bytes, size, at),
       (file, bytes, size / 2, at))
ON_FILE(int, fsync, "fsync", (int file), (file), -1)
ON_FILE(int, fdatasync, "fsync", (int file), (file), -1)
ON_FILE(int, ftruncate, "ftruncate", (int file, off_t size), (file, size), -1)
ON_FILE(int, ftruncate64, "ftruncate", (int file, off64_t size), (file, size), -1)
// These two answer with the error number itself.
ON_FILE(int, posix_fallocate, "ftruncate", (int file, off_t at, off_t size), (file, at, size), number)
ON_FILE(int, posix_fallocate64, "ftruncate", (int file, off64_t at, off64_t size), (file, at, size), number)
ON_FILE(void *, mmap, "mmap", (void *place, size_t size, int use, int kind, int file, off_t at),
        (place, size, use, kind, file, at), MAP_FAILED)
ON_FILE(void *, mmap64, "mmap", (void *place, size_t size, int use, int kind, int file, off64_t at),
        (place, size, use, kind, file, at), MAP_FAILED)

// MARK: Files by their names

#define ON_NAME(result, name, call, parameters, arguments, path, failure) \
  result name parameters {                                                \
    REAL(result, #name, parameters)                                       \
    if (hit(call, path)) return failure;                                  \
    return real arguments;                                                \
  }

ON_NAME(int, rename, "rename", (const char *from, const char *to), (from, to), to, -1)
ON_NAME(int, link, "link", (const char *from, const char *to), (from, to), to, -1)
ON_NAME(int, symlink, "link", (const char *from, const char *to), (from, to), to, -1)
ON_NAME(int, unlink, "unlink", (const char *path), (path), path, -1)
ON_NAME(int, rmdir, "unlink", (const char *path), (path), path, -1)
ON_NAME(int, mkdir, "mkdir", (const char *path, mode_t mode), (path, mode), path, -1)
ON_NAME(int, truncate, "ftruncate", (const char *path, off_t size), (path, size), path, -1)
ON_NAME(int, truncate64, "ftruncate", (const char *path, off64_t size), (path, size), path, -1)

static mode_t modeOf(int flags, va_list more) { return flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0; }

#define OPENS(name)                                       \
  int name(const char *path, int flags, ...) {            \
    REAL(int, #name, (const char *, int, ...))            \
    va_list more;                                         \
    va_start(more, flags);                                \
    mode_t mode = modeOf(flags, more);                    \
    va_end(more);                                         \
    if (hit("open", path)) return -1;                     \
    return real(path, flags, mode);                       \
  }
OPENS(open)
OPENS(open64)

#define OPENS_AT(name)                                       \
  int name(int folder, const char *path, int flags, ...) {   \
    REAL(int, #name, (int, const char *, int, ...))          \
    va_list more;                                            \
    va_start(more, flags);                                   \
    mode_t mode = modeOf(flags, more);                       \
    va_end(more);                                            \
    if (hit("open", path)) return -1;                        \
    return real(folder, path, flags, mode);                  \
  }
OPENS_AT(openat)
OPENS_AT(openat64)

#define STREAMS(name)                                                  \
  FILE *name(const char *path, const char *mode) {                     \
    REAL(FILE *, #name, (const char *, const char *))                  \
    if (hit("open", path)) return NULL;                                \
    return real(path, mode);                                           \
  }
STREAMS(fopen)
STREAMS(fopen64)
