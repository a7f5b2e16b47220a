import Foundation

extension FileContents {
  /// Calls the function with the offset of each place of a pattern, in their order, until it returns false.
  ///
  /// However long the file is, no more than a piece of it is in memory.
  package static func forEachPlace(
    of pattern: [UInt8], in url: URL, piece: Int = 1 << 18, _ use: (Int) throws(FileError) -> Bool
  ) throws(FileError) {
    precondition(!pattern.isEmpty && pattern.count <= piece, "a pattern has 1 to \(piece) bytes")
    try refuseStream(at: url)
    let file = try FileDescriptor(opening: url.path, O_RDONLY, operation: "read")
    // A pattern may begin in one piece and end in the next.
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: piece + pattern.count - 1, alignment: 64)
    defer { buffer.deallocate() }
    var offset = 0
    while true {
      let filled = try file.read(into: buffer, at: offset)
      for place in places(of: pattern, in: UnsafeRawBufferPointer(rebasing: buffer[..<filled])) {
        guard try use(offset + place) else { return }
      }
      guard filled == buffer.count else { return }
      offset += piece
    }
  }

  /// Whether any of the patterns stands in the file.
  package static func contains(anyOf patterns: [[UInt8]], _ url: URL) throws(FileError) -> Bool {
    for pattern in patterns {
      var isThere = false
      try forEachPlace(of: pattern, in: url) { _ in
        isThere = true
        return false
      }
      if isThere { return true }
    }
    return false
  }

  private static func places(of pattern: [UInt8], in bytes: UnsafeRawBufferPointer) -> [Int] {
    guard bytes.count >= pattern.count, let base = bytes.baseAddress else { return [] }
    let last = bytes.count - pattern.count
    var places: [Int] = []
    var start = 0
    while start <= last, let found = memchr(base + start, Int32(pattern[0]), last - start + 1) {
      let place = UnsafeRawPointer(found) - base
      if memcmp(found, pattern, pattern.count) == 0 { places.append(place) }
      start = place + 1
    }
    return places
  }
}
