import Datasets
import NeuralNets

extension MapShape {
  /// The shape in which a network meets the examples of a data set.
  package init(_ shape: ExampleShape) {
    self.init(height: shape.height, width: shape.width, channels: shape.channels)
  }
}
