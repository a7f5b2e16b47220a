import Datasets
import Files
import Foundation
import Testing

/// Three images of 2 × 3 bytes.
let smallImages = IDXFile(dimensions: [3, 2, 3], values: (0..<18).map { UInt8($0 * 14) })

struct IDXFileTests {
  @Test
  func `a file is its header and its values`() {
    #expect(smallImages.header == [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 3])
    #expect(IDXFile(dimensions: [258], values: [UInt8](repeating: 7, count: 258)).header == [0, 0, 8, 1, 0, 0, 1, 2])
  }

  @Test(arguments: [[5], [5, 4], [5, 4, 3], [5, 4, 3, 2]])
  func `plain and gzip files of one to four dimensions are read back`(dimensions: [Int]) throws {
    let count = dimensions.reduce(1, *)
    let file = IDXFile(dimensions: dimensions, values: (0..<count).map { UInt8($0 * 7 % 256) })
    #expect(try IDXFile(parsing: file.bytes, named: "plain") == file)
    #expect(try IDXFile(parsing: Gzip.pack(file.bytes), named: "packed") == file)
  }

  @Test
  func `gzip members one after the other are one file`() throws {
    let bytes = smallImages.bytes
    for cut in [1, 8, 16, 20] {
      let packed = Gzip.pack(Array(bytes[..<cut])) + Gzip.pack(Array(bytes[cut...]))
      #expect(try IDXFile(parsing: packed, named: "members") == smallImages)
    }
  }

  @Test
  func `packing is deterministic and the digest is that of the unpacked files in order`() {
    #expect(Gzip.pack(smallImages.bytes) == Gzip.pack(smallImages.bytes))
    let other = IDXFile(dimensions: [2], values: [1, 2])
    #expect(IDXFile.digest(of: [smallImages, other]) == SHA256.digest(of: smallImages.bytes + other.bytes))
  }

  @Test
  func `a plain file that is longer than its header promises is not read`() throws {
    let folder = try TemporaryFolder()
    try folder.write(smallImages.bytes, "images")
    #expect(try IDXFile(reading: folder.url("images")) == smallImages)
    // A terabyte, of which the disk has none.
    #expect(truncate(folder.url("images").path, 1 << 40) == 0)
    let refused = #expect(throws: DatasetError.self) { try IDXFile(reading: folder.url("images")) }
    #expect(refused?.message == "has bytes to spare: 1099511627760 values found, the header promises 3 × 2 × 3 = 18")
  }

  @Test
  func `a missing file names itself and the reason`() throws {
    let folder = try TemporaryFolder()
    let error = #expect(throws: DatasetError.self) { try IDXFile(reading: folder.url("none")) }
    #expect(error?.description == "\(folder.url("none").path): cannot read: No such file or directory")
  }
}

// MARK: - Broken files

/// One way to break a file, with the sentence that must come out.
struct BrokenFile: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let bytes: [UInt8]
  let message: String

  init(_ name: String, _ bytes: [UInt8], _ message: String) {
    testDescription = name
    self.bytes = bytes
    self.message = message
  }

  static func header(_ sizes: [UInt32], type: UInt8 = 8) -> [UInt8] {
    [0, 0, type, UInt8(sizes.count)]
      + sizes.flatMap { size in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: size >> $0) } }
  }

  static let plain = smallImages.bytes

  static let all: [BrokenFile] = [
    BrokenFile("empty", [], "ends after 0 bytes, the header of an IDX file has at least 8"),
    BrokenFile("cut in the header", Array(plain[..<10]), "ends after 10 bytes, a header of 3 dimensions has 16"),
    BrokenFile(
      "cut in the values", Array(plain.dropLast()), "is cut off: 17 values found, the header promises 3 × 2 × 3 = 18"),
    BrokenFile("wrong magic", [0x89, 0x50] + plain[2...], "starts with the bytes 89 50, an IDX file with 00 00"),
    BrokenFile(
      "floats", [0, 0, 0x0D] + plain[3...], "holds values of type 0D (32-bit floats), allowed is 08 (unsigned bytes)"),
    BrokenFile(
      "unknown type", [0, 0, 0x42] + plain[3...], "holds values of type 42, allowed is 08 (unsigned bytes)"),
    BrokenFile("no dimensions", [0, 0, 8, 0] + plain[4...], "has 0 dimensions, allowed are 1 to 4"),
    BrokenFile("five dimensions", [0, 0, 8, 5] + plain[4...], "has 5 dimensions, allowed are 1 to 4"),
    BrokenFile("no items", header([0, 28, 28]), "dimension 1 of 0 × 28 × 28 is 0, allowed is 1 or more"),
    BrokenFile("no width", header([3, 28, 0]), "dimension 3 of 3 × 28 × 0 is 0, allowed is 1 or more"),
    BrokenFile(
      "overflowing product", header([.max, .max, .max]),
      "the dimensions 4294967295 × 4294967295 × 4294967295 are more than 17179869184 values, the most allowed"),
    BrokenFile(
      "trailing bytes", plain + [1, 2],
      "has bytes to spare: 20 values found, the header promises 3 × 2 × 3 = 18"),
    BrokenFile(
      "gzip cut off", Array(Gzip.pack(plain).dropLast(9)),
      "the gzip data end too early (at byte \(Gzip.pack(plain).count - 9) of \(Gzip.pack(plain).count - 9))"),
    BrokenFile(
      "gzip without its last byte", Array(Gzip.pack(plain).dropLast()),
      "the gzip data end too early (at byte \(Gzip.pack(plain).count - 1) of \(Gzip.pack(plain).count - 1))"),
    BrokenFile(
      "gzip of too few values", Gzip.pack(Array(plain.dropLast())),
      "is cut off: 17 values found, the header promises 3 × 2 × 3 = 18"),
    BrokenFile(
      "gzip of too many values", Gzip.pack(plain + [0]),
      "has more values than expected: the header promises 3 × 2 × 3 = 18"),
    BrokenFile(
      "gzip bomb", Gzip.pack(plain + [UInt8](repeating: 0, count: 10_000_000)),
      "has more values than expected: the header promises 3 × 2 × 3 = 18"),
    BrokenFile(
      "gzip that promises the moon", Gzip.pack(header([16_000_000, 32, 32])),
      "the header promises 16384000000 values, more than 32 bytes of gzip can hold"),
    BrokenFile(
      "gzip of nothing", Gzip.pack([]), "ends after 0 bytes, the header of an IDX file has at least 8"),
  ]
}

struct BrokenIDXFileTests {
  @Test(arguments: BrokenFile.all)
  func `a broken file ends in one sentence`(file: BrokenFile) {
    let error = #expect(throws: DatasetError.self) { try IDXFile(parsing: file.bytes, named: "f") }
    #expect(error == DatasetError(.malformed, "f", file.message))
  }

  @Test
  func `no flipped byte of a gzip file changes the content unseen`() throws {
    let packed = Gzip.pack(smallImages.bytes)
    var refused = 0
    for place in packed.indices {
      var flipped = packed
      flipped[place] ^= 0x10
      do throws(DatasetError) {
        #expect(try IDXFile(parsing: flipped, named: "f") == smallImages, "byte \(place)")
      } catch {
        refused += 1
      }
    }
    // Only the time and the system in the gzip header, and bits that fill up the last byte of the data, say nothing.
    #expect(refused >= packed.count - 8)
  }

  @Test
  func `bytes after the gzip data are refused`() {
    let packed = Gzip.pack(smallImages.bytes)
    let error = #expect(throws: DatasetError.self) { try IDXFile(parsing: packed + [7, 8, 9], named: "f") }
    #expect(
      error?.message == "the gzip data are followed by 3 other bytes (at byte \(packed.count) of \(packed.count + 3))")
  }

  @Test
  func `no beginning of a file reads as a whole file`() {
    for bytes in [smallImages.bytes, Gzip.pack(smallImages.bytes)] {
      for count in 0..<bytes.count {
        #expect(throws: DatasetError.self, "\(count) bytes") {
          try IDXFile(parsing: Array(bytes[..<count]), named: "f")
        }
      }
    }
  }
}
