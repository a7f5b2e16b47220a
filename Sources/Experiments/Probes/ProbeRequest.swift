import Specifications

/// One probe of one trial, with the examples it looks at.
package struct ProbeRequest: Hashable, Sendable {
  package let probe: Probe
  /// Nil where the probe looks at weights alone or at all training examples.
  package let sample: ProbeSample?

  package init(_ probe: Probe, sample: ProbeSample?) {
    self.probe = probe
    self.sample = sample
  }

  /// Asks with the usual examples.
  package init(_ probe: Probe) { self.init(probe, sample: probe.usualSample) }

  /// The request in one line of YAML: the words by which the archive finds its record.
  package var key: String { node.flow }

  /// The request for readers, such as `removal of single units, up to 2000 test examples`.
  package var title: String {
    guard let sample else { return probe.title }
    return "\(probe.title), \(sample.title)"
  }
}

extension ProbeRequest: Chosen {
  package static let noun = "probe"
  package static let choices: [Choice<ProbeRequest>] = Probe.choices.map { choice in
    Choice(
      choice.name, choice.summary, formula: choice.formula, source: choice.source, example: choice.example,
      read: { map in read(choice.read(&map), &map) },
      write: { request in choice.write(request.probe).map { $0 + request.sampleKeys } })
  }

  private static func read(_ probe: Probe?, _ map: inout MapReader) -> ProbeRequest? {
    guard let probe else {
      // Its keys are still its own.
      _ = (map.take("split"), map.take("examples"))
      return nil
    }
    guard let usual = probe.usualSample else { return ProbeRequest(probe, sample: nil) }
    let split = map.optional("split", default: usual.split)
    let examples = map.optional("examples", default: usual.examples, in: .atLeast(1))
    guard let split, let examples else { return nil }
    return ProbeRequest(probe, sample: ProbeSample(split: split, examples: examples))
  }

  /// What differs from the usual sample.
  private var sampleKeys: [(String, SpecNode)] {
    guard let sample, let usual = probe.usualSample else { return [] }
    return (sample.split == usual.split ? [] : [("split", sample.split.node)])
      + (sample.examples == usual.examples ? [] : [("examples", sample.examples.node)])
  }
}

extension ProbeRequest {
  /// Reads what `key` wrote; nil when this version knows no such probe.
  package static func read(archived text: String) -> ProbeRequest? { YAMLReader.readArchived(text) }
}
