import Files
import Foundation

/// Why bytes are no safetensors file, in a few words.
package struct SafetensorsError: Error, Hashable, Sendable {
  package let reason: String
}

extension Safetensors {
  /// Reads what the header says beside the tensors, once all of the header holds of the bytes: tensors lie back to back without a
  /// gap to the end of the file, each as long as its shape and type say.
  package static func metadata(of bytes: [UInt8]) throws(SafetensorsError) -> [String: String] {
    let size = try headerSize(Array(bytes.prefix(8)), of: bytes.count)
    return try metadata(header: Array(bytes[8..<(8 + size)]), before: bytes.count - 8 - size)
  }

  /// The same of a file, of which the header alone is read.
  ///
  /// Throws `SafetensorsError`, and `FileError` where the file cannot be read.
  package static func metadata(ofFile url: URL) throws -> [String: String] {
    let bytes = FileContents.size(of: url)
    let size = try headerSize(try FileContents.read(url, at: 0, count: 8), of: bytes)
    return try metadata(header: try FileContents.read(url, at: 8, count: size), before: bytes - 8 - size)
  }

  /// The longest header, in bytes, that readers of the format take (huggingface.co/docs/safetensors).
  private static let longest: UInt64 = 100_000_000

  private static func headerSize(_ start: [UInt8], of bytes: Int) throws(SafetensorsError) -> Int {
    guard start.count == 8 else { throw SafetensorsError(reason: "\(bytes) bytes; a header has 8 and more") }
    let size = start.reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard size <= longest, size <= UInt64(bytes - 8) else {
      throw SafetensorsError(reason: "a header of \(size) bytes in a file of \(bytes)")
    }
    return Int(size)
  }

  private static func metadata(
    header bytes: [UInt8], before numbers: Int
  ) throws(SafetensorsError) -> [String: String] {
    let header = try object(Data(bytes))
    try checkTensors(header.filter { $0.key != metadataKey }, within: numbers)
    guard let metadata = header[metadataKey] else { return [:] }
    guard let texts = metadata as? [String: String] else {
      throw SafetensorsError(reason: "metadata that are no texts")
    }
    return texts
  }

  private static let metadataKey = "__metadata__"

  private static func object(_ data: Data) throws(SafetensorsError) -> [String: Any] {
    do {
      if let object = try JSONSerialization.jsonObject(with: data) as? [String: Any] { return object }
    } catch {
      throw SafetensorsError(reason: "a header that is no JSON")
    }
    throw SafetensorsError(reason: "a header that is no object")
  }

  private static func checkTensors(_ tensors: [String: Any], within size: Int) throws(SafetensorsError) {
    var ranges: [Range<Int>] = []
    for (name, value) in tensors.sorted(by: { $0.key < $1.key }) {
      guard let tensor = value as? [String: Any], let type = tensor["dtype"] as? String, let bits = bits[type],
        let shape = tensor["shape"] as? [Int], let offsets = tensor["data_offsets"] as? [Int], offsets.count == 2,
        let length = length(shape, bits: bits), offsets[0] >= 0, offsets[1] >= offsets[0],
        offsets[1] - offsets[0] == length
      else { throw SafetensorsError(reason: "a tensor whose type, shape and place do not agree: '\(name)'") }
      ranges.append(offsets[0]..<offsets[1])
    }
    ranges.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var end = 0
    for range in ranges {
      guard range.lowerBound == end else { throw SafetensorsError(reason: "tensors that overlap or leave a gap") }
      end = range.upperBound
    }
    guard end == size else { throw SafetensorsError(reason: "\(size) bytes of numbers for tensors of \(end)") }
  }

  /// Bytes of a tensor; nil where they are no whole number, or more than any file has.
  private static func length(_ shape: [Int], bits: Int) -> Int? {
    var count = bits
    for side in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: side)
      guard side >= 0, !overflow else { return nil }
      count = product
    }
    return count % 8 == 0 ? count / 8 : nil
  }

  /// The types of the format, with the bits of a number.
  private static let bits = [
    "BOOL": 8, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32,
    "U32": 32, "F32": 32, "I64": 64, "U64": 64, "F64": 64,
  ]
}
