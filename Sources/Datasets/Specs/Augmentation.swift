import Specifications

/// Random shift and rotation of training images, drawn anew at each presentation.
package struct Augmentation: Hashable, Sendable {
  /// Largest shift in pixels along each axis.
  package var shift: Double
  /// Largest rotation in degrees.
  package var rotation: Double

  package init(shift: Double = 0, rotation: Double = 0) {
    self.shift = shift
    self.rotation = rotation
  }
}

extension Augmentation: Specified {
  package static let allowed = "the block augmentation"

  package static func read(_ node: SpecNode, _ problems: Problems) -> Augmentation? {
    guard var map = MapReader(node, of: "augmentation", problems) else { return nil }
    let shift = map.optional("shift", default: 0.0, in: .notNegative)
    let rotation = map.optional(
      "rotation", default: 0.0, in: Bounds("a number of degrees from 0 to 180") { $0 >= 0 && $0 <= 180 })
    map.finish()
    guard let shift, let rotation else { return nil }
    guard shift > 0 || rotation > 0 else {
      problems.report(map.place, "augmentation changes nothing; give 'shift' or 'rotation' above 0, or leave it out")
      return nil
    }
    return Augmentation(shift: shift, rotation: rotation)
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = []
    if shift != 0 { entries.append(("shift", shift.node)) }
    if rotation != 0 { entries.append(("rotation", rotation.node)) }
    return .map(entries)
  }
}
