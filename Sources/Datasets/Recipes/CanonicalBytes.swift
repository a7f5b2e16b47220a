import Files

/// The bytes by which examples of any kind are digested: those of IDX files, real numbers as type 0D (big-endian).
enum CanonicalBytes {
  /// SHA-256 over features and targets of each split in turn.
  static func digest(of splits: [StoredExamples]) -> SHA256Digest {
    var hash = SHA256()
    for split in splits {
      let dimensions = [split.count, split.shape.height, split.shape.width, split.shape.channels]
      switch split.features {
      case .bytes(let bytes), .symbols(let bytes): update(&hash, bytes, dimensions)
      case .numbers(let numbers): update(&hash, numbers, dimensions)
      }
      switch split.targets {
      case .classes(let labels): update(&hash, labels, [split.count])
      case .numbers(let values, let outputs): update(&hash, values, [split.count, outputs])
      case .symbols(let symbols, let steps): update(&hash, symbols, [split.count, steps])
      }
    }
    return hash.finish()
  }

  private static func update(_ hash: inout SHA256, _ bytes: [UInt8], _ dimensions: [Int]) {
    hash.update(IDXHeader(dimensions: dimensions).bytes)
    hash.update(bytes)
  }

  private static func update(_ hash: inout SHA256, _ numbers: [Float], _ dimensions: [Int]) {
    var header = IDXHeader(dimensions: dimensions).bytes
    header[2] = 0x0D
    hash.update(header)
    numbers.map { $0.bitPattern.bigEndian }.withUnsafeBytes { (words: UnsafeRawBufferPointer) in hash.update(words) }
  }
}
