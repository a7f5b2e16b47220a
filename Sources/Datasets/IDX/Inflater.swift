import CKernels
import CZlib

/// Unpacks gzip data (RFC 1952) or bare deflate data (RFC 1951) piece by piece, no more than is asked for.
///
/// Concatenated members of gzip count as one file.
struct Inflater: ~Copyable {
  private let packed: [UInt8]
  private let name: String
  private var used = 0
  private var finished = false
  private let stream: UnsafeMutablePointer<z_stream>

  private let wrapping: Wrapping

  enum Wrapping {
    case gzip
    /// Deflate data without header and check sum, as in zip archives.
    case none

    var title: String { self == .gzip ? "gzip" : "zip" }
    /// The window of 32 KiB in the spelling of zlib.
    var windowBits: Int32 { self == .gzip ? 15 + 16 : -15 }
  }

  init(_ packed: [UInt8], named name: String, wrapping: Wrapping = .gzip) {
    self.packed = packed
    self.name = name
    self.wrapping = wrapping
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    let code = dl_inflateInit2(stream, wrapping.windowBits)
    precondition(code == Z_OK, "zlib does not start: code \(code)")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Whether the bytes start as gzip data do.
  static func isGzip(_ bytes: borrowing [UInt8]) -> Bool { bytes.count >= 2 && bytes[0] == 0x1F && bytes[1] == 0x8B }

  /// The most bytes that so many bytes of gzip can unpack to: deflate never packs below 1 : 1032.
  static func most(from count: Int) -> Int { count.multipliedReportingOverflow(by: 1032).partialValue }

  /// The next bytes, fewer than asked for only at the end of the data.
  mutating func read(_ count: Int) throws(DatasetError) -> [UInt8] {
    var failure: DatasetError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      dl_prefer_large_pages(buffer.baseAddress, count)
      while filled < count, !finished {
        do throws(DatasetError) {
          filled += try inflate(into: UnsafeMutableBufferPointer(rebasing: buffer[filled...].prefix(1 << 30)))
        } catch {
          failure = error
          return
        }
      }
    }
    if let failure { throw failure }
    return bytes
  }

  /// Unpacks into the buffer and returns how much of it is filled.
  private mutating func inflate(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(DatasetError) -> Int {
    let offered = min(packed.count - used, 1 << 30)
    let code = packed.withUnsafeBufferPointer { input in
      stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress?.advanced(by: used))
      stream.pointee.avail_in = UInt32(offered)
      stream.pointee.next_out = buffer.baseAddress
      stream.pointee.avail_out = UInt32(buffer.count)
      return CZlib.inflate(stream, Z_NO_FLUSH)
    }
    used += offered - Int(stream.pointee.avail_in)
    let made = buffer.count - Int(stream.pointee.avail_out)
    switch code {
    case Z_OK: break
    case Z_STREAM_END: try endMember()
    case Z_BUF_ERROR: throw damaged("end too early")
    default: throw damaged("are damaged" + (stream.pointee.msg.map { ": " + String(cString: $0) } ?? ""))
    }
    return made
  }

  /// Goes on to the next member, if there is one.
  private mutating func endMember() throws(DatasetError) {
    finished = used == packed.count
    guard !finished else { return }
    guard wrapping == .gzip, Self.isGzip(Array(packed[used...].prefix(2))) else {
      throw damaged("are followed by \(packed.count - used) other bytes")
    }
    inflateReset(stream)
  }

  private func damaged(_ what: String) -> DatasetError {
    DatasetError(.malformed, name, "the \(wrapping.title) data \(what) (at byte \(used) of \(packed.count))")
  }
}
