import Datasets
import Plotting

/// Examples of a data set with what they are, ready to be shown.
package struct DataSheet: Sendable {
  /// Such as `synthetic-digits`.
  package let dataset: String
  /// Names of the classes, in the order of their labels.
  package let classes: [String]
  let examples: Shown

  /// Images in rows by class, or points of the plane by class.
  enum Shown: Sendable {
    case images(ContactSheet)
    case points([[Point]])
  }

  /// How many points of each class are shown.
  static let mostPoints = 200

  /// Takes the first training examples of every class.
  package init(of dataset: LoadedDataset, columns: Int = 16) {
    self.dataset = dataset.source.title
    classes = (0..<dataset.classes).map(String.init)
    let isPlane = dataset.shape.height == 1 && dataset.features == 2
    examples = isPlane ? .points(Self.points(of: dataset)) : .images(ContactSheet(of: dataset, columns: columns))
  }

  /// The bytes of both features as they are stored, by class.
  private static func points(of dataset: LoadedDataset) -> [[Point]] {
    var points = [[Point]](repeating: [], count: dataset.classes)
    for example in 0..<dataset.training.count {
      let label = Int(dataset.training.labels[example])
      guard points[label].count < mostPoints else { continue }
      let values = Array(dataset.training[example])
      points[label].append(Point(Double(values[0]), Double(values[1])))
      if points.allSatisfy({ $0.count == mostPoints }) { break }
    }
    return points
  }
}
