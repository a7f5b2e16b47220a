// What ThreadSanitizer cannot see by itself of the standard library's Mutex on Linux.
//
// A thread that finds a Mutex free takes it by an exchange in code of this program, which the sanitizer sees. One that
// must wait, and one that leaves it while another waits, call into libswiftSynchronization, which is built without the
// sanitizer: there the kernel hands the lock over, and what one wrote under it before the other read it looks like a race.
// These two stand before the library's own, call them, and tell the sanitizer which way the lock went. Nothing is
// silenced: a race beside the lock, or under two locks, is still found. `check.sh` holds them to both.
#ifdef __linux__
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"

// Swift hands over `self` in a register of its own.
#define SWIFT __attribute__((swiftcall))
#define SELF __attribute__((swift_context)) void *mutex

// Absent in programs without the sanitizer, such as the plugins of a build.
void __tsan_acquire(void *mutex) __attribute__((weak));
void __tsan_release(void *mutex) __attribute__((weak));

SWIFT void waitForLock(uint32_t thread, SELF) __asm__(LOCK);
SWIFT void waitForLock(uint32_t thread, SELF) {
  SWIFT void (*wait)(uint32_t, SELF) = dlsym(RTLD_NEXT, LOCK);
  wait(thread, mutex);
  if (__tsan_acquire) __tsan_acquire(mutex);
}

SWIFT void handLockOver(SELF) __asm__(UNLOCK);
SWIFT void handLockOver(SELF) {
  SWIFT void (*handOver)(SELF) = dlsym(RTLD_NEXT, UNLOCK);
  if (__tsan_release) __tsan_release(mutex);
  handOver(mutex);
}
#endif
