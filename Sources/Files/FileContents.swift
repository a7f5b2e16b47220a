import Foundation

/// Reads files, whole or piece by piece, with errors that name the file.
package enum FileContents {
  /// The most bytes of a text that people write: the largest of the repository has a thousandth of it.
  package static let mostText = 64_000_000
  /// The most bytes of a page or a table; a report of ten thousand trials has a twentieth of it.
  package static let mostPage = 256_000_000

  /// The bytes of a file that has at most so many.
  ///
  /// Throws `EFBIG` where it has more, of which no more are read, and `ENOMEM` where there is no room for them.
  /// Pipes and devices are read only where they are asked for.
  package static func read(
    _ url: URL, atMost most: Int = .max, fromPipes: Bool = false
  ) throws(FileError) -> [UInt8] {
    if !fromPipes { try refuseStream(at: url) }
    let file = try FileDescriptor(opening: url.path, O_RDONLY, operation: "read")
    let size = size(of: url)
    // Pipes and devices have no size, and some no end.
    let most = isRegular(url) ? most : min(most, mostPage)
    guard size <= most else { throw FileError(tooLong: url.path, most: most) }
    try checkRoom(for: size, of: url.path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(size)
    while true {
      let count = try file.read(into: buffer)
      guard count > 0 else { return bytes }
      guard count <= most - bytes.count else { throw FileError(tooLong: url.path, most: most) }
      bytes.append(contentsOf: UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Throws `ENOMEM` where the system refuses so many bytes for what a file holds: asked for by Swift they would be a trap.
  package static func checkRoom(for size: Int, of path: String) throws(FileError) {
    guard size > 1 << 24 else { return }
    guard let room = malloc(size) else { throw FileError(path: path, operation: "read", code: ENOMEM) }
    free(room)
  }

  /// Whether a file of bytes stands at the path, or a link to one: no folder, no pipe, no device.
  package static func isRegular(_ url: URL) -> Bool {
    var status = stat()
    return stat(url.path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  /// Refuses a pipe, which waits without end for somebody to write, and a device.
  package static func refuseStream(at url: URL) throws(FileError) {
    var status = stat()
    guard stat(url.path, &status) == 0, ![S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT) else { return }
    throw FileError(stream: url.path)
  }

  /// Calls the function with consecutive pieces of the file until its end.
  package static func forEachPiece(
    of url: URL, size: Int = 1 << 18, _ use: (UnsafeRawBufferPointer) -> Void
  ) throws(FileError) {
    try refuseStream(at: url)
    let file = try FileDescriptor(opening: url.path, O_RDONLY, operation: "read")
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = try file.read(into: buffer)
      guard count > 0 else { return }
      use(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// Copies the bytes of a file into a new one, which is not synced.
  package static func copy(_ url: URL, to copy: URL) throws(FileError) {
    try refuseStream(at: url)
    let target = try FileDescriptor(opening: copy.path, O_WRONLY | O_CREAT | O_EXCL, operation: "write")
    let source = try FileDescriptor(opening: url.path, O_RDONLY, operation: "read")
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 18, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let count = try source.read(into: buffer)
      guard count > 0 else { return }
      try target.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }

  /// The bytes from an offset on; fewer than asked for only at the end of the file.
  package static func read(_ url: URL, at offset: Int, count: Int) throws(FileError) -> [UInt8] {
    precondition(offset >= 0 && count >= 0, "no \(count) bytes lie at \(offset)")
    try refuseStream(at: url)
    let file = try FileDescriptor(opening: url.path, O_RDONLY, operation: "read")
    // A damaged file may ask for far more than there is.
    let room = min(count, max(0, size(of: url) - offset))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 1)
    defer { buffer.deallocate() }
    let found = try file.read(into: buffer, at: offset)
    return Array(buffer[..<found])
  }

  /// The names in a folder but `.` and `..`, in the order of their code points.
  package static func names(in folder: URL) throws(FileError) -> [String] {
    guard let stream = opendir(folder.path) else { throw FileError.last("read", folder.path) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      // Only the error number tells the end from a fault.
      errno = 0
      guard let entry = readdir(stream) else { break }
      names.append(
        withUnsafeBytes(of: &entry.pointee.d_name) { name in String(decoding: name.prefix { $0 != 0 }, as: UTF8.self) })
    }
    guard errno == 0 else { throw FileError.last("read", folder.path) }
    return names.filter { $0 != "." && $0 != ".." }.sorted()
  }

  /// The size of a file in bytes; 0 when it cannot be told.
  package static func size(of url: URL) -> Int {
    var status = stat()
    return stat(url.path, &status) == 0 ? Int(status.st_size) : 0
  }
}
