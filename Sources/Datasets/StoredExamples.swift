/// The examples of one file pair as they are stored: features and a target each.
///
/// Copies share the storage. Images are bytes with one class each; recipes may give numbers or symbols.
package struct StoredExamples: Hashable, Sendable {
  package let shape: ExampleShape
  /// Rows of `shape.features` bytes, symbols or numbers.
  package let features: StoredFeatures
  package let targets: Targets
  /// Rows of `shape.features` bytes; empty when features are numbers.
  package let bytes: [UInt8]
  /// Classes counted from 0; empty when targets are of another kind.
  package let labels: [UInt8]

  package init(shape: ExampleShape, features: StoredFeatures, targets: Targets) {
    precondition(
      features.count == targets.count * shape.features,
      "\(features.count) features are not \(targets.count) examples of \(shape)")
    self.shape = shape
    self.features = features
    self.targets = targets
    labels = targets.labels
    switch features {
    case .bytes(let bytes), .symbols(let bytes): self.bytes = bytes
    case .numbers: bytes = []
    }
  }

  /// Images with classes.
  package init(shape: ExampleShape, bytes: [UInt8], labels: [UInt8]) {
    self.init(shape: shape, features: .bytes(bytes), targets: .classes(labels))
  }

  package var count: Int { targets.count }
  /// The bytes of one example.
  package subscript(index: Int) -> ArraySlice<UInt8> { bytes[index * shape.features..<(index + 1) * shape.features] }
  /// The real numbers of one example; empty when features are bytes.
  package func numbers(of index: Int) -> ArraySlice<Float> {
    guard case .numbers(let numbers) = features else { return [] }
    return numbers[index * shape.features..<(index + 1) * shape.features]
  }
}
