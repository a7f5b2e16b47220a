import CZlib
import Files
import Foundation

/// Reads single members of a zip archive (PKWARE APPNOTE 6.3: stored or deflated, no encryption, below 4 GiB).
struct ZipArchive {
  private let url: URL
  private let members: [String: Member]

  private struct Member {
    let method: Int
    let checksum: UInt32
    let packedSize: Int
    let size: Int
    let offset: Int
  }

  /// Reads the directory at the end of the archive.
  init(_ url: URL) throws(DatasetError) {
    self.url = url
    let size = FileContents.size(of: url)
    let tailStart = max(0, size - 65_557)
    let tail = LittleEndian(try Self.read(url, tailStart, size - tailStart))
    guard let end = tail.last(of: 0x0605_4B50, shortest: 22) else {
      throw DatasetError(.malformed, url.path, "is no zip archive: it has no directory at its end")
    }
    let directory = LittleEndian(try Self.read(url, tail.word(end + 16), tail.word(end + 12)))
    var members: [String: Member] = [:]
    var place = 0
    for _ in 0..<tail.half(end + 10) {
      guard directory.holds(place, 46), directory.word(place) == 0x0201_4B50 else {
        throw DatasetError(.malformed, url.path, "is a damaged zip archive: its directory is cut off")
      }
      let nameLength = directory.half(place + 28)
      members[directory.text(place + 46, nameLength)] = Member(
        method: directory.half(place + 10), checksum: UInt32(directory.word(place + 16)),
        packedSize: directory.word(place + 20), size: directory.word(place + 24), offset: directory.word(place + 42))
      place += 46 + nameLength + directory.half(place + 30) + directory.half(place + 32)
    }
    self.members = members
  }

  /// The unpacked bytes of a member, checked against its check sum.
  func read(_ name: String) throws(DatasetError) -> [UInt8] {
    let title = "\(url.path): \(name)"
    guard let member = members[name] else {
      throw DatasetError(.malformed, url.path, "has no member '\(name)'; it has \(members.count) others")
    }
    let local = LittleEndian(try Self.read(url, member.offset, 30))
    guard local.holds(0, 30), local.word(0) == 0x0403_4B50 else {
      throw DatasetError(.malformed, title, "is not where the directory of the archive says")
    }
    let packed = try Self.read(url, member.offset + 30 + local.half(26) + local.half(28), member.packedSize)
    let bytes = try unpack(packed, member, title)
    let checksum = bytes.withUnsafeBufferPointer { crc32_z(0, $0.baseAddress, $0.count) }
    guard bytes.count == member.size, UInt32(checksum) == member.checksum else {
      throw DatasetError(.malformed, title, "is damaged: its size or check sum is not the one in the directory")
    }
    return bytes
  }

  private func unpack(_ packed: [UInt8], _ member: Member, _ title: String) throws(DatasetError) -> [UInt8] {
    switch member.method {
    case 0: return packed
    case 8:
      guard member.size <= Inflater.most(from: packed.count) else {
        throw DatasetError(
          .malformed, title, "cannot unpack to \(member.size) bytes from \(packed.count)")
      }
      var inflater = Inflater(packed, named: title, wrapping: .none)
      return try inflater.read(member.size)
    default:
      throw DatasetError(.malformed, title, "is packed by method \(member.method), allowed are 0 and 8 (deflate)")
    }
  }

  private static func read(_ url: URL, _ offset: Int, _ count: Int) throws(DatasetError) -> [UInt8] {
    do { return try FileContents.read(url, at: offset, count: count) } catch { throw DatasetError(error) }
  }
}

/// Bytes read as little-endian numbers; 0 beyond the end.
private struct LittleEndian {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  func holds(_ place: Int, _ count: Int) -> Bool { place + count <= bytes.count }
  func half(_ place: Int) -> Int { number(place, 2) }
  func word(_ place: Int) -> Int { number(place, 4) }

  private func number(_ place: Int, _ size: Int) -> Int {
    guard holds(place, size) else { return 0 }
    return bytes[place..<place + size].reversed().reduce(0) { $0 << 8 | Int($1) }
  }

  func text(_ place: Int, _ count: Int) -> String {
    holds(place, count) ? String(decoding: bytes[place..<place + count], as: UTF8.self) : ""
  }

  /// The last place where a signature starts with at least so many bytes from there.
  func last(of signature: Int, shortest: Int) -> Int? {
    guard bytes.count >= shortest else { return nil }
    return (0...bytes.count - shortest).reversed().first { word($0) == signature }
  }
}
