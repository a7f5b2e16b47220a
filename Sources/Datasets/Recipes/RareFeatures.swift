import Randomness
import Specifications

/// Two classes told apart by features that are seldom active, among many that say nothing.
package struct RareFeatures: DatasetRecipe {
  /// Groups of features that are active together.
  package var groups = 5
  /// Features of a group.
  package var groupSize = 10
  /// Probability that a group is active; at most one is.
  package var active = 0.04
  /// Standard normal features without meaning.
  package var nuisance = 1_000

  /// Makes the set with all parameters at their default.
  package init() {}
}

extension RareFeatures {
  static let name = "rare-features"
  static let summary = "Groups of rarely active features that carry the sign of the class, among dense noise."
  static let formula =
    "x_j = ±1 by class in the active group (probability .04 each, at most one), else 0; 1000 × N(0,1)"
  static let origin = "after Wager, Wang, Liang 2013, section 4"
  static let example = "rare-features: { nuisance: 200 }"

  static func read(_ map: inout MapReader) -> RareFeatures? {
    var recipe = RareFeatures()
    let groups = map.optional("groups", default: recipe.groups, in: .count(from: 1))
    let groupSize = map.optional("groupSize", default: recipe.groupSize, in: .count(from: 1))
    let active = map.optional("active", default: recipe.active, in: .positive)
    let nuisance = map.optional("nuisance", default: recipe.nuisance, in: .count(from: 0))
    guard let groups, let groupSize, let active, let nuisance else { return nil }
    guard active * Double(groups) <= 1 else {
      map.problems.report(
        map.place(of: "active"),
        "active is '\(active.shortestDecimal)', allowed is at most 1 / \(groups), since at most one group is active")
      return nil
    }
    recipe.groups = groups
    recipe.groupSize = groupSize
    recipe.active = active
    recipe.nuisance = nuisance
    return recipe
  }

  private var entries: [(String, SpecNode)] {
    [
      ("groups", groups.node), ("groupSize", groupSize.node), ("active", active.node), ("nuisance", nuisance.node),
    ]
  }
  var parameters: [(String, SpecNode)] { Self.changed(entries, from: RareFeatures().entries) }
}

extension RareFeatures {
  var shape: ExampleShape { ExampleShape(height: 1, width: groups * groupSize + nuisance) }
  var targets: TargetShape { .classes(2) }
  var sizes: (training: Int, test: Int) { (2_000, 10_000) }

  func draw(_ drawing: Drawing) -> StoredExamples {
    let chance = drawing.chance(Self.name)
    var labels: [UInt8] = []
    let width = shape.features
    var numbers = [Float](repeating: 0, count: drawing.examples.count * width)
    numbers.withUnsafeMutableBufferPointer { numbers in
      for (row, example) in drawing.examples.enumerated() {
        let uniforms = chance.uniforms(2, example: example)
        let label: UInt8 = uniforms[0] < 0.5 ? 0 : 1
        labels.append(label)
        let place = uniforms[1] / active
        let group = place < Double(groups) ? Int(place) : groups
        let start = row * width
        if group < groups {
          for j in 0..<groupSize { numbers[start + group * groupSize + j] = label == 1 ? 1 : -1 }
        }
        let rest = UnsafeMutableBufferPointer(rebasing: numbers[start + groups * groupSize..<start + width])
        [UInt32(example)].withUnsafeBufferPointer {
          chance.fillNormals(RandomRegion(step: 1, examples: $0, units: 0..<nuisance), into: rest)
        }
      }
    }
    return StoredExamples(shape: shape, features: .numbers(numbers), targets: .classes(labels))
  }
}
