import Specifications

/// Dropout where symbols become vectors.
package struct EmbeddingDropout: Hashable, Sendable {
  /// On whole words: every occurrence in a sequence is zero, or all are divided by the retention
  /// (Gal & Ghahramani 2016, section 4.2).
  package var words: ScheduledRate
  /// On the vectors behind the table: input dropout of the recurrent layers (Zaremba et al. 2014).
  package var vectors: Dropout

  package init(words: ScheduledRate, vectors: Dropout) {
    self.words = words
    self.vectors = vectors
  }

  /// At a rate of words that does not change.
  package init(words: Rate = Rate(0), vectors: Dropout = .none) {
    self.init(words: ScheduledRate(words), vectors: vectors)
  }
}

extension EmbeddingDropout: Specified {
  package static let allowed = "the block embedding"

  package static func read(_ node: SpecNode, _ problems: Problems) -> EmbeddingDropout? {
    guard var map = MapReader(node, of: "embedding", problems) else { return nil }
    let words = map.optional("words", default: ScheduledRate(Rate(0)))
    let vectors = map.optional("vectors", default: Dropout.none)
    map.finish()
    guard let words, let vectors else { return nil }
    return EmbeddingDropout(words: words, vectors: vectors)
  }

  package var node: SpecNode {
    var entries: [(String, SpecNode)] = []
    if words.dropping != 0 { entries.append(("words", words.node)) }
    if vectors != .none { entries.append(("vectors", vectors.node)) }
    return .map(entries)
  }
}
