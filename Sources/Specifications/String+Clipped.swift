extension String {
  /// The beginning of the text on one line, long enough to recognise it.
  package func clipped(to most: Int) -> String {
    let line = prefix { !$0.isNewline }
    let head = line.prefix(most)
    return head.endIndex < endIndex ? head + "…" : self
  }
}
