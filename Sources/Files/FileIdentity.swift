import Foundation

/// What tells a file from another one under the same name while somebody has it open.
package struct FileIdentity: Hashable, Sendable {
  private let device: UInt64
  private let number: UInt64

  /// Nil where there is no file.
  package init?(of url: URL) {
    var found = stat()
    guard stat(url.path, &found) == 0 else { return nil }
    (device, number) = (UInt64(found.st_dev), UInt64(found.st_ino))
  }

  package var text: String { "\(device):\(number)" }
}
