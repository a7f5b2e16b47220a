import Specifications

/// The inference modes of an experiment and the splits they are measured on: the `inference:` block.
package struct InferencePlan: Sendable {
  package let modes: [InferenceMode]
  package let splits: [Split]
  /// Whether it is that of an archive, whose trials were asked what earlier versions asked.
  let takesOlder: Bool

  package init(modes: [InferenceMode] = [], splits: [Split] = [.test], takingOlder: Bool = false) {
    self.modes = modes
    self.splits = splits
    takesOlder = takingOlder
  }

  /// What is measured of the trials of a configuration, weight scaling always first; nothing where nothing is asked.
  package func requests(for spec: TrialSpec) -> [InferenceRequest] {
    guard !modes.isEmpty else { return [] }
    let fitting = modes.filter { $0 != .weightScaling && $0.misfit(with: spec, takingOlder: takesOlder) == nil }
    return splits.flatMap { split in
      ([.weightScaling] + fitting).map { InferenceRequest(mode: $0, split: split) }
    }
  }
}

// Two plans are equal when they ask the same, whoever reads them.
extension InferencePlan: Hashable {
  package static func == (left: InferencePlan, right: InferencePlan) -> Bool {
    left.modes == right.modes && left.splits == right.splits
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(modes)
    hasher.combine(splits)
  }
}

/// One mode on one split of one trial.
package struct InferenceRequest: Hashable, Sendable {
  package let mode: InferenceMode
  package let split: Split

  package init(mode: InferenceMode, split: Split) {
    self.mode = mode
    self.split = split
  }

  /// The words by which the archive finds its record.
  package var key: String { "\(split.rawValue) \(mode.text)" }
}

extension InferencePlan: Specified {
  package static let allowed = "a list of inference modes, or the block inference"

  package static func read(_ node: SpecNode, _ problems: Problems) -> InferencePlan? {
    if case .list = node.content {
      return modes(node, problems).map { InferencePlan(modes: $0, takingOlder: problems.takesOlder) }
    }
    guard var map = MapReader(node, of: "inference", problems) else { return nil }
    let modes = map.take("modes", allowed: "a list of inference modes", isRequired: true).map {
      Self.modes($0, problems)
    }
    let splits = map.optional("splits", default: [Split.test], in: splitLists)
    map.finish()
    if modes == nil { problems.report(node.place, "inference lacks the key 'modes'") }
    guard let modes, let modes, let splits else { return nil }
    return InferencePlan(modes: modes, splits: splits, takingOlder: problems.takesOlder)
  }

  private static let splitLists = Bounds<[Split]>("a list of validation and test, each once") { splits in
    !splits.isEmpty && !splits.contains(.training) && Set(splits).count == splits.count
  }

  private static func modes(_ node: SpecNode, _ problems: Problems) -> [InferenceMode]? {
    guard let modes = [InferenceMode].read(node, problems), case .list(let items) = node.content else { return nil }
    for (index, item) in items.enumerated() where modes[..<index].contains(modes[index]) {
      problems.report(item.place, "inference lists \(modes[index].text) twice")
      return nil
    }
    return modes
  }

  package var node: SpecNode {
    splits == [.test] ? modes.node : .map([("modes", modes.node), ("splits", splits.node)])
  }
}
