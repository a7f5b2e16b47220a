extension NetworkLayout {
  /// The stages ahead of the others that an input with learned noise needs: a copy of the input, then the noise.
  func learnedInput(units: Int) -> [Layer] {
    guard learnsInput else { return [] }
    let shape = MapShape(channels: units)
    return [.copy(shape), .noise(site("input", dropout.input, shape: shape))]
  }
}

extension Chain {
  /// Tells every learned rate which weights read its site: those of the next stage that has any.
  func connectLearnedRates() { _ = connect([]) }

  /// Returns the rates whose readers stand behind the chain.
  private func connect(_ waiting: [LearnedRate]) -> [LearnedRate] {
    var waiting = waiting
    for stage in stages {
      let left = stage.inner.map { $0.connect(waiting) }
      let weights = stage.parameters.filter { $0.kind == .weight }
      if !weights.isEmpty {
        for rate in waiting { weights.forEach(rate.add) }
        waiting = []
      } else if !left.isEmpty {
        // What no inner chain reads, and what they leave, is read behind the stage.
        var unread: [LearnedRate] = []
        for rate in left.flatMap({ $0 }) where !unread.contains(where: { $0 === rate }) { unread.append(rate) }
        waiting = unread
      }
      waiting += stage.noises.compactMap(\.learned)
    }
    return waiting
  }
}
