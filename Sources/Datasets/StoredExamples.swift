/// The examples of one file pair as they are stored: one byte per feature and one label each.
///
/// Copies share the bytes.
package struct StoredExamples: Hashable, Sendable {
  package let shape: ExampleShape
  /// Rows of `shape.features` bytes.
  package let bytes: [UInt8]
  /// Classes counted from 0.
  package let labels: [UInt8]

  package init(shape: ExampleShape, bytes: [UInt8], labels: [UInt8]) {
    precondition(
      bytes.count == labels.count * shape.features, "\(bytes.count) bytes are not \(labels.count) examples of \(shape)")
    self.shape = shape
    self.bytes = bytes
    self.labels = labels
  }

  package var count: Int { labels.count }
  /// The bytes of one example.
  package subscript(index: Int) -> ArraySlice<UInt8> { bytes[index * shape.features..<(index + 1) * shape.features] }
}
