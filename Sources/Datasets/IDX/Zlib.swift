import CZlib

/// Packs and unpacks bytes as zlib data (RFC 1950), the packing of SQLite archives.
package enum Zlib {
  /// The most that a byte of zlib data unpacks to: deflate never packs below 1 : 1032.
  package static let mostPerByte = 1032

  package static func packed(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    let room = compressBound(UInt(bytes.count))
    return [UInt8](unsafeUninitializedCapacity: Int(room)) { output, filled in
      var made = room
      let code = compress2(output.baseAddress, &made, bytes, UInt(bytes.count), level)
      precondition(code == Z_OK, "zlib does not pack \(bytes.count) bytes: code \(code)")
      filled = Int(made)
    }
  }

  /// The bytes, or nil unless the data are whole and unpack to exactly so many; never makes more than those.
  package static func unpacked(_ packed: [UInt8], size: Int) -> [UInt8]? {
    guard size >= 0, size <= packed.count * mostPerByte + mostPerByte else { return nil }
    var isWhole = false
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, size)) { output, filled in
      var (made, used) = (UInt(size), UInt(packed.count))
      let code = uncompress2(output.baseAddress, &made, packed, &used)
      isWhole = code == Z_OK && made == size && used == packed.count
      filled = isWhole ? size : 0
    }
    return isWhole ? bytes : nil
  }
}
