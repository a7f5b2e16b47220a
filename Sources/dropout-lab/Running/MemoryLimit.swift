import Foundation

/// The limit on the memory that this process may map (`ulimit -v`), where there is one.
///
/// Neither Swift nor its pool of threads can go on without memory: the one traps, the other waits for ever. So too low a
/// limit is refused at the start, and a trap at the limit says why.
enum MemoryLimit {
  /// Room for libraries, threads and what the allocator reserves for each of them; measured, see docs/faults.md.
  static let least = 512 << 20

  /// Throws where the limit is lower than what any command needs.
  static func check() throws {
    guard let limit = current, limit < least else { return watch() }
    throw LowMemoryLimit(limit: limit)
  }

  /// The limit in bytes; nil where there is none.
  private static var current: Int? {
    var limits = rlimit()
    // No limit is the largest number of the system's type, here or there.
    guard getrlimit(addresses, &limits) == 0, limits.rlim_cur < Int64.max else { return nil }
    return Int(limits.rlim_cur)
  }

  #if canImport(Darwin)
    private static let addresses = RLIMIT_AS
  #else
    private static let addresses = __rlimit_resource_t(RLIMIT_AS.rawValue)
  #endif

  /// Lets a trap say that the memory is used up, where that is so.
  private static func watch() {
    guard current != nil else { return }
    for number in [SIGSEGV, SIGBUS, SIGILL, SIGTRAP, SIGABRT] { signal(number, atTrap) }
  }

  /// Only calls into the system: nothing else may be done where anything may have stopped.
  static let atTrap: @convention(c) (Int32) -> Void = { number in
    let size = 32 << 20
    let room = mmap(nil, size, PROT_READ, MAP_PRIVATE | MAP_ANON, -1, 0)
    if room == MAP_FAILED {
      let text: StaticString = "error: the memory is used up that this process may take (ulimit -v); raise the limit\n"
      write(2, text.utf8Start, text.utf8CodeUnitCount)
      _exit(Ending.writeFailed.rawValue)
    }
    // The call that trapped does so again, now for the system.
    signal(number, SIG_DFL)
    if number == SIGABRT { raise(number) }
  }
}

/// The process may map less memory than any command needs.
struct LowMemoryLimit: Error, CustomStringConvertible {
  let limit: Int

  var description: String {
    "this process may take \(limit >> 20) MB of memory (ulimit -v); dropout-lab needs \(MemoryLimit.least >> 20) MB, "
      + "and training more"
  }
}
