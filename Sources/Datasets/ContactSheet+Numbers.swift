/// Pictures of sets that hold numbers: points of a curve, or grey images of the first channel.
extension ContactSheet {
  /// Draws what can be drawn of a set: examples of each class as images, or a curve; throws where neither makes sense.
  package static func drawing(_ dataset: LoadedDataset, columns: Int) throws(DatasetError) -> ContactSheet {
    switch (dataset.training.features, dataset.targetShape) {
    case (.bytes, .classes): return ContactSheet(of: dataset, columns: columns)
    case (.numbers, .classes) where dataset.shape.height > 1:
      return ContactSheet(of: dataset.greys, columns: columns)
    case (.numbers, .numbers) where dataset.features == 1: return curve(of: dataset)
    case (.numbers, _), (.symbols, _), (.bytes, _):
      throw DatasetError(
        .unsuitable, dataset.source.title,
        "cannot be drawn: an example is \(dataset.shape) \(dataset.training.features.kind), its target "
          + "\(dataset.targetShape); images of classes and curves of one number over one number can")
    }
  }

  /// The first thousand points, both axes from the smallest to the largest value, y upwards.
  private static func curve(of dataset: LoadedDataset) -> ContactSheet {
    let side = 256
    var pixels = [UInt8](repeating: 0, count: side * side)
    guard case .numbers(let all, _) = dataset.training.targets else { preconditionFailure("no curve without numbers") }
    let count = min(1000, dataset.training.count)
    let x = places((0..<count).flatMap { dataset.training.numbers(of: $0) }, side - 1)
    let y = places(Array(all.prefix(count)), side - 1)
    for (column, height) in zip(x, y) {
      for pixel in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        pixels[(side - 2 - height + pixel.1) * side + column + pixel.0] = 255
      }
    }
    return ContactSheet(width: side, height: side, channels: 1, pixels: pixels, columns: 1)
  }

  /// Spreads values over 0 ..< count by their range.
  private static func places(_ values: [Float], _ count: Int) -> [Int] {
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    let span = high > low ? high - low : 1
    return values.map { min(Int(($0 - low) / span * Float(count)), count - 1) }
  }
}

extension LoadedDataset {
  /// The training examples as images of one channel: maps show their first, sequences their channels side by side.
  ///
  /// −3 is black and 3 is white, unless all numbers lie in 0 … 1.
  fileprivate var greys: LoadedDataset {
    let sequence = shape.width == 1
    let width = sequence ? shape.channels : shape.width
    let shown = min(training.count, 2_000)
    var bytes: [UInt8] = []
    let numbers = (0..<shown).flatMap { training.numbers(of: $0) }
    let isUnit = numbers.allSatisfy { $0 >= 0 && $0 <= 1 }
    let stride = sequence ? 1 : shape.channels
    for place in Swift.stride(from: 0, to: numbers.count, by: stride) {
      let share = isUnit ? numbers[place] : (numbers[place] + 3) / 6
      bytes.append(UInt8(min(max(share, 0), 1) * 255 + 0.5))
    }
    let images = StoredExamples(
      shape: ExampleShape(height: shape.height, width: width), bytes: bytes,
      labels: Array(training.labels.prefix(shown)))
    return LoadedDataset(source: source, training: images, test: images, classes: classes, digest: digest)
  }
}
