/// The shape of one example inside a network: channels at every position of a map.
///
/// A layer of an MLP has one position, a sequence has its steps as rows of a map of width 1. Matrices between layers
/// hold a batch with the position outermost: row = position · examples + example, columns are the channels.
package struct MapShape: Hashable, Sendable, CustomStringConvertible {
  package let height: Int
  package let width: Int
  package let channels: Int

  package init(height: Int = 1, width: Int = 1, channels: Int) {
    precondition(height > 0 && width > 0 && channels > 0, "no map is \(height) × \(width) × \(channels)")
    self.height = height
    self.width = width
    self.channels = channels
  }

  /// Positions of the map, row by row.
  package var positions: Int { height * width }
  /// Numbers per example; the flat unit of (y, x, channel) is (y · width + x) · channels + channel.
  package var units: Int { positions * channels }
  package var description: String { positions == 1 ? "\(channels)" : "\(height) × \(width) × \(channels)" }
}
