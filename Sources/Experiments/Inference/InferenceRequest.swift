import Specifications

/// One mode on one split of one trial.
package struct InferenceRequest: Hashable, Sendable {
  package let mode: InferenceMode
  package let split: Split
  /// Masks whose mean the answers are held against; nil where they are not.
  package let bank: Int?

  package init(mode: InferenceMode, split: Split, bank: Int? = nil) {
    self.mode = mode
    self.split = split
    self.bank = bank
  }

  /// The mode in one line of YAML, as it stands in the archive, with the bank that its answers are held against.
  package var words: String { bank.map { BankedMode(mode: mode, bank: $0).node.flow } ?? mode.text }

  /// The words by which the archive finds its record.
  package var key: String { "\(split.rawValue) \(words)" }

  /// Reads what `words` wrote; nil when this version knows no such mode.
  package static func read(archived words: String, on split: Split) -> InferenceRequest? {
    if let mode = InferenceMode.read(archived: words) { return InferenceRequest(mode: mode, split: split) }
    let banked: BankedMode? = YAMLReader.readArchived(words)
    return banked.map { InferenceRequest(mode: $0.mode, split: split, bank: $0.bank) }
  }
}

/// A mode beside its bank as the archive has them.
private struct BankedMode: Specified {
  let mode: InferenceMode
  let bank: Int

  static let allowed = "{ bank, mode }"

  static func read(_ node: SpecNode, _ problems: Problems) -> BankedMode? {
    guard var map = MapReader(node, of: "an inference mode with a bank", problems) else { return nil }
    let bank = map.required("bank", Int.self, in: InferenceMode.counts)
    let mode = map.required("mode", InferenceMode.self)
    map.finish()
    guard let bank, let mode else { return nil }
    return BankedMode(mode: mode, bank: bank)
  }

  var node: SpecNode { .map([("bank", bank.node), ("mode", mode.node)]) }
}
