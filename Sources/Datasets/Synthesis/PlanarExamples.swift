import Randomness

/// A recipe for labelled points in the plane, stored as bytes on a grid of 256 × 256.
struct PlanarExamples: Sendable {
  let name: String
  let classes: Int
  /// The part of the plane that the bytes 0 to 255 span, along both axes; points outside move to its border.
  let horizontal: ClosedRange<Double>
  let vertical: ClosedRange<Double>
  /// A point of a class from a uniform in [0, 1).
  let point: @Sendable (_ label: Int, _ uniform: Double) -> (x: Double, y: Double)
  /// Standard deviation of the normal noise added along each axis.
  let noise: Double

  static let trainingCount = 5_000
  static let testCount = 5_000

  /// Makes the four files of the seed's data set; classes take turns.
  func files(_ plan: RandomPlan) -> DatasetFiles {
    let stream = plan.dataset("synthesis: \(name)")
    let training = draw(Self.trainingCount, from: 0, stream)
    let test = draw(Self.testCount, from: Self.trainingCount, stream)
    return DatasetFiles(
      files: [training.points, training.labels, test.points, test.labels],
      names: DatasetPart.allCases.map { "\(name): \($0.title)" })
  }

  private func draw(_ count: Int, from first: Int, _ stream: RandomStream) -> (points: IDXFile, labels: IDXFile) {
    let labels = (first..<first + count).map { $0 % classes }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * count)
    for (offset, label) in labels.enumerated() {
      let example = first + offset
      let place = point(label, stream.uniform(unit: 0, example: example))
      let shake = stream.normals(2, example: example, step: 1)
      bytes.append(Self.byte(place.x + noise * shake[0], in: horizontal))
      bytes.append(Self.byte(place.y + noise * shake[1], in: vertical))
    }
    return (
      IDXFile(dimensions: [count, 2], values: bytes),
      IDXFile(dimensions: [count], values: labels.map { UInt8($0) })
    )
  }

  private static func byte(_ value: Double, in range: ClosedRange<Double>) -> UInt8 {
    let share = (value - range.lowerBound) / (range.upperBound - range.lowerBound)
    return UInt8(min(max(share, 0), 1) * 255 + 0.5)
  }
}
