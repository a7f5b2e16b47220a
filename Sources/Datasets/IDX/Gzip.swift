import CZlib

/// Packs bytes as gzip data without a name or a time, so that equal bytes give equal files.
package enum Gzip {
  package static func pack(_ bytes: [UInt8], level: Int32 = 6) -> [UInt8] {
    var stream = z_stream()
    let started = dl_deflateInit2(&stream, level, 15 + 16)
    precondition(started == Z_OK, "zlib does not start: code \(started)")
    defer { deflateEnd(&stream) }
    let room = Int(deflateBound(&stream, UInt(bytes.count)))
    precondition(room <= UInt32.max, "\(bytes.count) bytes are too many for one piece of gzip")
    return [UInt8](unsafeUninitializedCapacity: room) { output, filled in
      bytes.withUnsafeBufferPointer { input in
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(room)
        let code = deflate(&stream, Z_FINISH)
        precondition(code == Z_STREAM_END, "zlib does not finish: code \(code)")
      }
      filled = room - Int(stream.avail_out)
    }
  }
}
