import Files
import Foundation

/// The content of an IDX file of unsigned bytes: its dimensions and its values (LeCun, Cortes, Burges 1998).
///
/// A header of 00 00 08 n, n dimensions as 32-bit big-endian numbers, then the values with the last dimension fastest.
package struct IDXFile: Hashable, Sendable {
  /// One to four numbers, the first of which counts the items.
  package let dimensions: [Int]
  package let values: [UInt8]

  package init(dimensions: [Int], values: [UInt8]) {
    precondition((1...4).contains(dimensions.count), "an IDX file has 1 to 4 dimensions, not \(dimensions.count)")
    precondition(
      values.count == dimensions.reduce(1, *) && !values.isEmpty, "\(values.count) values do not fill \(dimensions)")
    self.dimensions = dimensions
    self.values = values
  }

  /// How many items the first dimension counts.
  package var count: Int { dimensions[0] }

  /// The bytes before the values.
  package var header: [UInt8] { IDXHeader(dimensions: dimensions).bytes }

  /// The whole file, unpacked.
  package var bytes: [UInt8] { header + values }

  /// SHA-256 over the files, unpacked, one after the other.
  package static func digest(of files: [IDXFile]) -> SHA256Digest {
    var hash = SHA256()
    for file in files {
      hash.update(file.header)
      hash.update(file.values)
    }
    return hash.finish()
  }
}

// MARK: - Reading

extension IDXFile {
  /// Reads a plain or gzip file; every byte is accounted for.
  package init(reading url: URL) throws(DatasetError) {
    try Self.checkSize(of: url)
    let bytes: [UInt8]
    do { bytes = try FileContents.read(url) } catch { throw DatasetError(error) }
    try self.init(parsing: bytes, named: url.path)
  }

  /// Throws where a plain file has another size than its header promises, before all of it is read.
  private static func checkSize(of url: URL) throws(DatasetError) {
    let head: [UInt8]
    do { head = try FileContents.read(url, at: 0, count: IDXHeader.longest) } catch { throw DatasetError(error) }
    guard !Inflater.isGzip(head) else { return }
    let header = try IDXHeader(head[...], named: url.path)
    let found = FileContents.size(of: url) - header.size
    guard found == header.valueCount else { throw header.wrong(size: found, named: url.path) }
  }

  /// Reads the bytes of a plain or gzip file that is called so in errors.
  package init(parsing bytes: [UInt8], named name: String) throws(DatasetError) {
    if Inflater.isGzip(bytes) {
      try self.init(inflating: bytes, named: name)
      return
    }
    let header = try IDXHeader(bytes.prefix(IDXHeader.longest), named: name)
    let found = bytes.count - header.size
    guard found == header.valueCount else { throw header.wrong(size: found, named: name) }
    self.init(dimensions: header.dimensions, values: Array(bytes[header.size...]))
  }

  private init(inflating bytes: [UInt8], named name: String) throws(DatasetError) {
    var inflater = Inflater(bytes, named: name)
    var start = try inflater.read(IDXHeader.shortest)
    if start.count == IDXHeader.shortest, (2...4).contains(start[3]) {
      start += try inflater.read(4 * (Int(start[3]) - 1))
    }
    let header = try IDXHeader(start[...], named: name)
    guard header.valueCount <= Inflater.most(from: bytes.count) else {
      throw DatasetError(
        .malformed, name,
        "the header promises \(header.valueCount) values, more than \(bytes.count) bytes of gzip can hold")
    }
    do { try FileContents.checkRoom(for: header.valueCount, of: name) } catch { throw DatasetError(error) }
    let values = try inflater.read(header.valueCount)
    guard values.count == header.valueCount else { throw header.wrong(size: values.count, named: name) }
    guard try inflater.read(1).isEmpty else { throw header.wrong(size: nil, named: name) }
    self.init(dimensions: header.dimensions, values: values)
  }
}
