import Experiments
import Specifications

/// The safetensors format: 8 bytes little-endian header size, a JSON header, the tensors' bytes back to back.
package enum Safetensors {
  /// Encodes Float32 tensors; the header is padded with spaces to a multiple of 8.
  package static func encode(_ tensors: [NamedTensor], metadata: [(String, String)] = []) -> [UInt8] {
    var header = "{"
    if !metadata.isEmpty {
      let pairs = metadata.map { SpecNode.quote($0.0) + ":" + SpecNode.quote($0.1) }
      header += "\"__metadata__\":{" + pairs.joined(separator: ",") + "},"
    }
    var offset = 0
    header += tensors.map { tensor in
      let begin = offset
      offset += 4 * tensor.values.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      return SpecNode.quote(tensor.name)
        + ":{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(begin),\(offset)]}"
    }.joined(separator: ",")
    header += "}"
    header += String(repeating: " ", count: (8 - header.utf8.count % 8) % 8)
    var bytes = [UInt8]()
    bytes.reserveCapacity(8 + header.utf8.count + offset)
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes += header.utf8
    for tensor in tensors {
      tensor.values.map { $0.bitPattern.littleEndian }.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }
}
