import Randomness
import Specifications

/// Maps of correlated normal numbers whose class a fixed random convolution tells.
///
/// Correlation falls by ρ per step along each axis (a discrete Ornstein–Uhlenbeck field); channels correlate by κ at the
/// same position. The teacher's score of a class is the mean over positions of relu(3 × 3 convolution), standardised.
package struct RandomFields: DatasetRecipe {
  /// Height and width.
  package var side = 14
  /// Fields per example.
  package var channels = 4
  /// ρ of neighbouring positions.
  package var correlation = 0.9
  /// κ of two channels.
  package var channelCorrelation = 0.0
  /// Filters of the teacher.
  package var classes = 2

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension RandomFields {
  static let name = "random-fields"
  static let summary = "Maps of correlated normal numbers, labelled by a fixed random 3 × 3 convolution."
  static let formula = "Cov = κ^[c ≠ c'] ρ^(|Δx| + |Δy|); class = argmax_k standardised mean relu(w_k ∗ x)"
  static let origin = "made by this program; reconstructability in T29"
  static let example = "random-fields: { correlation: 0.8, channels: 8 }"

  static func read(_ map: inout MapReader) -> RandomFields? {
    var recipe = RandomFields()
    let side = map.optional("side", default: recipe.side, in: .count(from: 3))
    let channels = map.optional("channels", default: recipe.channels, in: .count(from: 1))
    let correlation = map.optional("correlation", default: recipe.correlation, in: .zeroToBelowOne)
    let across = map.optional("channelCorrelation", default: recipe.channelCorrelation, in: .zeroToOne)
    let classes = map.optional(
      "classes", default: recipe.classes, in: Bounds("a whole number from 2 to 100") { (2...100).contains($0) })
    guard let side, let channels, let correlation, let across, let classes else { return nil }
    recipe.side = side
    recipe.channels = channels
    recipe.correlation = correlation
    recipe.channelCorrelation = across
    recipe.classes = classes
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [
      ("side", side.node), ("channels", channels.node), ("correlation", correlation.node),
      ("channelCorrelation", channelCorrelation.node), ("classes", classes.node),
    ]
  }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: RandomFields().entries) }
}

// MARK: - Examples

extension RandomFields {
  var shape: ExampleShape { ExampleShape(height: side, width: side, channels: channels) }
  var targets: TargetShape { .classes(classes) }
  var sizes: (training: Int, test: Int) { (6_000, 2_000) }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    let teacher = FieldTeacher(self, drawing.plan)
    var numbers: [Float] = []
    numbers.reserveCapacity(drawing.examples.count * shape.features)
    var labels: [UInt8] = []
    for example in drawing.examples {
      let field = field(example, chance)
      labels.append(teacher.label(field))
      numbers += field
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .classes(labels))
  }

  /// One example: √κ of a field that channels share and √(1 − κ) of one for each; the `step` numbers the fields.
  func field(_ example: Int, _ chance: RandomStream) -> [Float] {
    let shared = plane(chance.normals(side * side, example: example, step: 0)).map {
      $0 * channelCorrelation.squareRoot()
    }
    let own = (1 - channelCorrelation).squareRoot()
    var field = [Float](repeating: 0, count: shape.features)
    for channel in 0..<channels {
      let plane = plane(chance.normals(side * side, example: example, step: channel + 1))
      for place in 0..<side * side { field[place * channels + channel] = Float(shared[place] + own * plane[place]) }
    }
    return field
  }

  /// Makes neighbours along both axes correlate by ρ: the first-order recursion along rows, then along columns.
  private func plane(_ noise: [Double]) -> [Double] {
    let fresh = (1 - correlation * correlation).squareRoot()
    var plane = noise
    for y in 0..<side {
      for x in 1..<side {
        plane[y * side + x] = correlation * plane[y * side + x - 1] + fresh * plane[y * side + x]
      }
    }
    for place in side..<side * side { plane[place] = correlation * plane[place - side] + fresh * plane[place] }
    return plane
  }
}

/// The fixed convolution that labels fields.
struct FieldTeacher {
  private let recipe: RandomFields
  /// `[class][y][x][channel]`.
  private let weights: [Float]
  private var means: [Double]
  private var deviations: [Double]

  /// Draws the weights, and standardises the scores over 512 fields of its own so that classes are nearly balanced.
  init(_ recipe: RandomFields, _ plan: RandomPlan) {
    self.recipe = recipe
    let stream = recipe.truth(plan)
    weights = stream.normals(recipe.classes * 9 * recipe.channels).map { Float($0) }
    means = Array(repeating: 0, count: recipe.classes)
    deviations = Array(repeating: 1, count: recipe.classes)
    let tuning = plan.dataset("tuning: \(RandomFields.name)")
    var scores: [[Double]] = []
    for example in 0..<512 { scores.append(raw(recipe.field(example, tuning))) }
    for k in 0..<recipe.classes {
      let mean = scores.reduce(0) { $0 + $1[k] } / 512
      let variance = scores.reduce(0) { $0 + ($1[k] - mean) * ($1[k] - mean) } / 512
      means[k] = mean
      deviations[k] = variance > 0 ? variance.squareRoot() : 1
    }
  }

  /// The class with the largest standardised score, the lower one of equals.
  func label(_ field: [Float]) -> UInt8 {
    let raw = raw(field)
    let scores = raw.indices.map { (raw[$0] - means[$0]) / deviations[$0] }
    var best = 0
    for k in scores.indices where scores[k] > scores[best] { best = k }
    return UInt8(best)
  }

  /// Mean over inner positions of relu(3 × 3 convolution), one number per class.
  private func raw(_ field: [Float]) -> [Double] {
    let inner = recipe.side - 2
    return field.withUnsafeBufferPointer { field in
      weights.withUnsafeBufferPointer { weights in
        (0..<recipe.classes).map { k in
          var total = 0.0
          for place in 0..<inner * inner {
            total += Double(max(response(field, weights, k, row: place / inner, column: place % inner), 0))
          }
          return total / Double(inner * inner)
        }
      }
    }
  }

  /// One output of the convolution: the sum over rows, then columns and channels, of the window.
  private func response(
    _ field: UnsafeBufferPointer<Float>, _ weights: UnsafeBufferPointer<Float>, _ k: Int, row: Int, column: Int
  ) -> Float {
    let width = 3 * recipe.channels
    var sum: Float = 0
    for dy in 0..<3 {
      let from = ((row + dy) * recipe.side + column) * recipe.channels
      let tap = (k * 3 + dy) * width
      for i in 0..<width { sum += field[from + i] * weights[tap + i] }
    }
    return sum
  }
}
