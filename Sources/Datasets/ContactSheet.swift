/// A picture of the first examples of every class: one row of images per class, or a cloud of points in the plane.
package struct ContactSheet: Hashable, Sendable {
  package let width: Int
  package let height: Int
  /// 1 for grey, 3 for colour.
  package let channels: Int
  /// Rows of `width` × `channels` bytes.
  package let pixels: [UInt8]
  /// Examples per class, fewer where the class has fewer.
  package let columns: Int

  /// Draws the first `columns` training examples of each class.
  package init(of dataset: LoadedDataset, columns: Int) {
    precondition(columns > 0, "a contact sheet has at least one column, not \(columns)")
    self =
      dataset.shape.height == 1 && dataset.features == 2
      ? Self(points: dataset) : Self(images: dataset, columns: columns)
  }

  init(width: Int, height: Int, channels: Int, pixels: [UInt8], columns: Int) {
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
    self.columns = columns
  }

  /// Images stand side by side with two black pixels between them; more than one channel but three is shown as the first.
  private init(images dataset: LoadedDataset, columns: Int) {
    let shape = dataset.shape
    let gap = 2
    let channels = shape.channels == 3 ? 3 : 1
    let (width, height) = (columns * (shape.width + gap) + gap, dataset.classes * (shape.height + gap) + gap)
    var pixels = [UInt8](repeating: 0, count: width * height * channels)
    var shown = [Int](repeating: 0, count: dataset.classes)
    for example in 0..<dataset.training.count {
      let label = Int(dataset.training.labels[example])
      guard shown[label] < columns else { continue }
      let (top, left) = (gap + label * (shape.height + gap), gap + shown[label] * (shape.width + gap))
      let image = Array(dataset.training[example])
      for row in 0..<shape.height {
        for column in 0..<shape.width {
          for channel in 0..<channels {
            pixels[((top + row) * width + left + column) * channels + channel] =
              image[(row * shape.width + column) * shape.channels + channel]
          }
        }
      }
      shown[label] += 1
      if shown.allSatisfy({ $0 == columns }) { break }
    }
    self.init(width: width, height: height, channels: channels, pixels: pixels, columns: columns)
  }

  /// The first thousand points on the grid of their bytes, each class in a grey of its own, y upwards.
  private init(points dataset: LoadedDataset) {
    let side = 256
    var pixels = [UInt8](repeating: 0, count: side * side)
    let greys = (1...dataset.classes).map { UInt8(255 * $0 / dataset.classes) }
    for example in 0..<min(1000, dataset.training.count) {
      let point = Array(dataset.training[example])
      let (x, y) = (min(Int(point[0]), side - 2), min(side - 1 - Int(point[1]), side - 2))
      for pixel in [y * side + x, y * side + x + 1, (y + 1) * side + x, (y + 1) * side + x + 1] {
        pixels[pixel] = greys[Int(dataset.training.labels[example])]
      }
    }
    self.init(width: side, height: side, channels: 1, pixels: pixels, columns: 1)
  }
}
