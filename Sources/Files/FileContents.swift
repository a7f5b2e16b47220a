import Foundation

/// Reads files, whole or piece by piece, with errors that name the file.
package enum FileContents {
  /// The bytes of a file.
  package static func read(_ url: URL) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size(of: url))
    try forEachPiece(of: url) { bytes.append(contentsOf: $0) }
    return bytes
  }

  /// Calls the function with consecutive pieces of the file until its end.
  package static func forEachPiece(
    of url: URL, size: Int = 1 << 18, _ use: (UnsafeRawBufferPointer) -> Void
  ) throws(FileError) {
    let file = try FileDescriptor(opening: url.path, O_RDONLY, operation: "read")
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer)
      guard count > 0 else { return }
      use(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The size of a file in bytes; 0 when it cannot be told.
  package static func size(of url: URL) -> Int {
    var status = stat()
    return stat(url.path, &status) == 0 ? Int(status.st_size) : 0
  }
}
