import Foundation

/// An open file that is closed when it goes out of scope; every failed call throws with path and reason.
struct FileDescriptor: ~Copyable {
  private let number: Int32
  let path: String

  init(opening path: String, _ flags: Int32, operation: String) throws(FileError) {
    var opened: Int32 = -1
    repeat { opened = open(path, flags | O_CLOEXEC, 0o666) } while opened < 0 && errno == EINTR
    guard opened >= 0 else { throw FileError.last(operation, path) }
    number = opened
    self.path = path
  }

  deinit { close(number) }

  /// Writes all bytes, however many calls it takes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let part = UnsafeRawBufferPointer(rebasing: rest)
      let written = Foundation.write(number, part.baseAddress, part.count)
      if written < 0, errno == EINTR { continue }
      guard written > 0 else { throw FileError.last("write", path) }
      rest = rest.dropFirst(written)
    }
  }

  /// Reads at most as many bytes as the buffer holds; 0 at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    while true {
      let count = Foundation.read(number, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { throw FileError.last("read", path) }
    }
  }

  /// Reads the bytes at an offset; fewer than asked for only at the end of the file.
  func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileError) -> Int {
    var filled = 0
    while filled < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count = pread(number, rest.baseAddress, rest.count, off_t(offset + filled))
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw FileError.last("read", path) }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Makes the file empty.
  func truncate() throws(FileError) {
    guard ftruncate(number, 0) == 0 else { throw FileError.last("write", path) }
  }

  /// Waits until the bytes are on the disk.
  func synchronize() throws(FileError) {
    while fsync(number) != 0 {
      // Some file systems cannot sync a folder and say so with EINVAL; there is nothing more to do then.
      if errno == EINVAL { return }
      guard errno == EINTR else { throw FileError.last("sync", path) }
    }
  }
}
