import Foundation

/// A file of which a page in memory was used and could not be had: no room under a quota, a file that was cut, a lost disk.
///
/// The system then sends SIGBUS. SQLite keeps the index of its log in such pages, beside the archive as `-shm`, and a file
/// system that copies what it writes (Btrfs) wants new room for every page of it.
enum MappedFile {
  /// Lets the process end with a message that names the file, where the system tells which one it is.
  static func watch() {
    #if os(Linux)
      var action = sigaction()
      action.__sigaction_handler.sa_sigaction = atLoss
      action.sa_flags = SA_SIGINFO
      sigaction(SIGBUS, &action, nil)
    #endif
  }

  #if os(Linux)
    private typealias Handler =
      @convention(c) (Int32, UnsafeMutablePointer<siginfo_t>?, UnsafeMutableRawPointer?) -> Void

    /// The thread stands where it used the page, which is never within the allocator, so ordinary work may be done.
    private static let atLoss: Handler = { number, information, _ in
      let address = information.map { UInt(bitPattern: $0.pointee._sifields._sigfault.si_addr) } ?? 0
      guard let path = path(at: address) else { return MemoryLimit.atTrap(number) }
      Messages.error("\(path): a page of this file in memory cannot be had: no room is left, or the file was cut")
      _exit(Ending.writeFailed.rawValue)
    }

    /// The file that is mapped there; nil where none is.
    private static func path(at address: UInt) -> String? {
      // Its size is told as 0, and not every way to read a file goes on to its end then.
      let maps = FileHandle(forReadingAtPath: "/proc/self/maps")?.readDataToEndOfFile() ?? Data()
      for line in String(decoding: maps, as: UTF8.self).split(separator: "\n") {
        // Bounds, rights, place in the file, device, number, path.
        let fields = line.split(separator: " ", maxSplits: 5)
        let bounds = fields[0].split(separator: "-").compactMap { UInt($0, radix: 16) }
        guard fields.count == 6, bounds.count == 2, bounds[0] <= address, address < bounds[1] else { continue }
        let path = fields[5].drop { $0 == " " }
        return path.hasPrefix("/") ? String(path) : nil
      }
      return nil
    }
  #endif
}
