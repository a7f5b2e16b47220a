/// The first bytes of an IDX file: type and dimensions.
struct IDXHeader: Hashable, Sendable {
  static let shortest = 8
  static let longest = 20

  let dimensions: [Int]

  init(dimensions: [Int]) { self.dimensions = dimensions }

  var size: Int { 4 + 4 * dimensions.count }
  var valueCount: Int { dimensions.reduce(1, *) }

  var bytes: [UInt8] {
    [0, 0, 8, UInt8(dimensions.count)]
      + dimensions.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
  }

  /// Reads a header from the beginning of a file, which may hold more bytes.
  init(_ bytes: ArraySlice<UInt8>, named name: String) throws(DatasetError) {
    let bytes = Array(bytes)
    guard bytes.count >= Self.shortest else {
      throw DatasetError(
        .malformed, name, "ends after \(bytes.count) bytes, the header of an IDX file has at least \(Self.shortest)")
    }
    try Self.checkMagic(bytes, name)
    let count = Int(bytes[3])
    guard bytes.count >= 4 + 4 * count else {
      throw DatasetError(
        .malformed, name, "ends after \(bytes.count) bytes, a header of \(count) dimensions has \(4 + 4 * count)")
    }
    let dimensions = (1...count).map { n in bytes[4 * n..<4 * n + 4].reduce(0) { $0 << 8 | Int($1) } }
    try Self.checkSizes(dimensions, name)
    self.dimensions = dimensions
  }

  private static func checkMagic(_ bytes: [UInt8], _ name: String) throws(DatasetError) {
    guard bytes[0] == 0, bytes[1] == 0 else {
      throw DatasetError(
        .malformed, name, "starts with the bytes \(hex(bytes[0])) \(hex(bytes[1])), an IDX file with 00 00")
    }
    guard bytes[2] == 8 else {
      let found = types[bytes[2]].map { " (\($0))" } ?? ""
      throw DatasetError(
        .malformed, name, "holds values of type \(hex(bytes[2]))\(found), allowed is 08 (unsigned bytes)")
    }
    guard (1...4).contains(bytes[3]) else {
      throw DatasetError(.malformed, name, "has \(bytes[3]) dimensions, allowed are 1 to 4")
    }
  }

  private static func checkSizes(_ dimensions: [Int], _ name: String) throws(DatasetError) {
    let words = dimensions.map(String.init).joined(separator: " × ")
    if let empty = dimensions.firstIndex(of: 0) {
      throw DatasetError(.malformed, name, "dimension \(empty + 1) of \(words) is 0, allowed is 1 or more")
    }
    var product = 1
    for size in dimensions {
      let (value, overflow) = product.multipliedReportingOverflow(by: size)
      guard !overflow, value <= most else {
        throw DatasetError(.malformed, name, "the dimensions \(words) are more than \(most) values, the most allowed")
      }
      product = value
    }
  }

  /// The most values of one file: 16 GiB, far above every published set and far below an overflow.
  private static let most = 1 << 34

  private static let types: [UInt8: String] = [
    0x09: "signed bytes", 0x0B: "16-bit integers", 0x0C: "32-bit integers", 0x0D: "32-bit floats",
    0x0E: "64-bit floats",
  ]

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true) }

  /// The error of a file that holds another number of values; nil means more than promised.
  func wrong(size found: Int?, named name: String) -> DatasetError {
    let words = dimensions.map(String.init).joined(separator: " × ")
    let promise = "the header promises \(words) = \(valueCount)"
    guard let found else { return DatasetError(.malformed, name, "has more values than expected: \(promise)") }
    let trouble = found < valueCount ? "is cut off" : "has bytes to spare"
    return DatasetError(.malformed, name, "\(trouble): \(found) values found, \(promise)")
  }
}
