/// Height, width and channels of one example, stored row by row with the channels innermost (HWC).
package struct ExampleShape: Hashable, Sendable, CustomStringConvertible {
  package let height: Int
  package let width: Int
  package let channels: Int

  package init(height: Int, width: Int, channels: Int = 1) {
    precondition(height > 0 && width > 0 && channels > 0, "no example is \(height) × \(width) × \(channels)")
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Numbers per example.
  package var features: Int { height * width * channels }
  package var description: String { "\(height) × \(width)" + (channels == 1 ? "" : " × \(channels)") }
}
