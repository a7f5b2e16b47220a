/// Height, width and channels of one example, stored row by row with the channels innermost (HWC).
///
/// Time runs down: a network over sequences reads each row as one step, so an image is a sequence of its rows.
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

  /// A sequence: one row per step, with so many channels.
  package static func sequence(steps: Int, channels: Int) -> ExampleShape {
    ExampleShape(height: steps, width: 1, channels: channels)
  }

  /// Steps of time when the example is read as a sequence: its rows.
  package var steps: Int { height }
  /// Numbers per example.
  package var features: Int { height * width * channels }
  package var description: String { "\(height) × \(width)" + (channels == 1 ? "" : " × \(channels)") }
}
