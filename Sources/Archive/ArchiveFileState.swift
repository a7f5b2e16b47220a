import Foundation

/// What shows, without opening it, that an archive was changed: number, size and times of its file and of its log.
package struct ArchiveFileState: Hashable, Sendable {
  private let values: [Int]
  /// Seconds since 1970.
  private let changedAt: Double

  /// Nil where there is no file.
  package init?(of archive: URL) {
    var values: [Int] = []
    var changedAt = 0.0
    let path = Archive.behindLinks(archive).path
    for log in ["", "-wal"] {
      var status = stat()
      guard stat(path + log, &status) == 0 else {
        if log.isEmpty { return nil }
        continue
      }
      // A reader may leave an empty log.
      if !log.isEmpty, status.st_size == 0 { continue }
      #if canImport(Darwin)
        let times = [status.st_mtimespec, status.st_ctimespec]
      #else
        let times = [status.st_mtim, status.st_ctim]
      #endif
      values += [Int(status.st_dev), Int(status.st_ino), Int(status.st_size)]
      values += times.flatMap { [Int($0.tv_sec), Int($0.tv_nsec)] }
      for time in times { changedAt = max(changedAt, Double(time.tv_sec) + Double(time.tv_nsec) / 1e9) }
    }
    (self.values, self.changedAt) = (values, changedAt)
  }

  /// Whether a change after `now` would show: the times of files go on in steps, of two seconds at most.
  package func isOld(at now: Double) -> Bool { now - changedAt > 2 }
}
