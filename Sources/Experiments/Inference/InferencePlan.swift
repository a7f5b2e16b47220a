import NeuralNets
import Specifications

/// The inference modes of an experiment and the splits they are measured on: the `inference:` block.
package struct InferencePlan: Sendable {
  package let modes: [InferenceMode]
  package let splits: [Split]
  /// Masks whose mean every answer is held against; nil where none are drawn for that.
  package let bank: Int?
  /// Whether it is that of an archive, whose trials were asked what earlier versions asked.
  let takesOlder: Bool

  package init(
    modes: [InferenceMode] = [], splits: [Split] = [.test], bank: Int? = nil, takingOlder: Bool = false
  ) {
    self.modes = modes
    self.splits = splits
    self.bank = bank
    takesOlder = takingOlder
  }

  /// What is measured of the trials of a configuration, weight scaling always first; nothing where nothing is asked.
  package func requests(for spec: TrialSpec) -> [InferenceRequest] {
    guard !modes.isEmpty else { return [] }
    let fitting = modes.filter { $0 != .weightScaling && $0.misfit(with: spec, takingOlder: takesOlder) == nil }
    return splits.flatMap { split in
      ([.weightScaling] + fitting).map { InferenceRequest(mode: $0, split: split, bank: bank) }
    }
  }
}

extension TrialSpec {
  /// The masks of a bank that are drawn: without dropout all passes are the same one.
  package func masks(ofBank bank: Int) -> Int { dropout.places.isEmpty ? 1 : bank }
}

// Two plans are equal when they ask the same, whoever reads them.
extension InferencePlan: Hashable {
  package static func == (left: InferencePlan, right: InferencePlan) -> Bool {
    left.modes == right.modes && left.splits == right.splits && left.bank == right.bank
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(modes)
    hasher.combine(splits)
    hasher.combine(bank)
  }
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
    let bank = map.ifPresent("bank", Int.self, in: InferenceMode.counts)
    map.finish()
    if modes == nil { problems.report(node.place, "inference lacks the key 'modes'") }
    guard let modes, let modes, let splits, let bank else { return nil }
    return InferencePlan(modes: modes, splits: splits, bank: bank, takingOlder: problems.takesOlder)
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
    if splits == [.test], bank == nil { return modes.node }
    return .map(
      [("modes", modes.node)] + (splits == [.test] ? [] : [("splits", splits.node)])
        + (bank.map { [("bank", $0.node)] } ?? []))
  }
}
