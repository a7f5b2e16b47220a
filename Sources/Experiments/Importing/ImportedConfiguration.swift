import Datasets
import NeuralNets
import Specifications

/// What another program varied between its runs, and what it measured of them: all that is known of an imported trial.
package struct ImportedConfiguration: Hashable, Sendable {
  /// In the order of the columns; names are unique.
  package let factors: [ImportedFactor]
  /// In the order of the columns; each at most once.
  package let measures: [ImportedMeasure]

  package init(factors: [ImportedFactor], measures: [ImportedMeasure]) {
    self.factors = factors
    self.measures = measures
  }

  // Two configurations are equal when they say the same in any order.
  package static func == (left: ImportedConfiguration, right: ImportedConfiguration) -> Bool {
    left.node == right.node
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(node) }

  private var node: SpecNode { .map([("imported", factorsNode), ("measures", measuresNode)]) }

  /// The answers by which metrics are worded and validation is scored.
  var answerKind: AnswerKind {
    let metrics = measures.map(\.metric)
    if metrics.contains(.meanSquare) { return .numbers }
    return metrics.contains(.perplexity) ? .symbols : .classes
  }

  /// Why a number is not there; nil when it is.
  func misfit(of metric: Metric, on split: Split) -> String? {
    if measures.contains(ImportedMeasure(split: split, metric: metric)) { return nil }
    return "the imported file has no \(split).\(metric); it has " + measures.map(\.text).joined(separator: ", ")
  }
}

/// One value that another program varied.
package struct ImportedFactor: Hashable, Sendable {
  package let name: String
  package let value: SpecNode

  /// Takes a text as a number where it is a plain decimal, so that 0.50 and .5 are one value.
  package init(name: String, text: String) {
    self.name = name
    value = Double.read(.text(text), Problems())?.node ?? .text(text)
  }
}

/// A metric on a split, written `test.error`.
package struct ImportedMeasure: Hashable, Sendable {
  package let split: Split
  package let metric: Metric

  package init(split: Split, metric: Metric) {
    self.split = split
    self.metric = metric
  }

  package var text: String { "\(split.rawValue).\(metric.rawValue)" }
}

// MARK: - Reading and writing

extension ImportedConfiguration {
  /// `{ imported: { dropout: 0.5 }, measures: [test.error] }`, the block `trial:` of an imported experiment.
  static func read(_ map: inout MapReader) -> ImportedConfiguration? {
    let problems = map.problems
    let measures = map.required("measures", [String].self).map { texts in
      texts.compactMap { text in
        let parts = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let split = Split(rawValue: parts[0]), let metric = Metric(rawValue: parts[1]),
          metric.isOfNetwork
        else {
          problems.report(map.place(of: "measures"), "'\(text)' is no measure; write one such as test.error")
          return ImportedMeasure?.none
        }
        return ImportedMeasure(split: split, metric: metric)
      }
    }
    guard let entries = map.take("imported")?.entries, let measures else {
      problems.report(map.place(of: "imported"), "imported needs a map of factor: value")
      return nil
    }
    let factors = entries.compactMap { entry -> ImportedFactor? in
      guard case .scalar(let text, _) = entry.value.content else {
        problems.report(entry.value.place, "expected one value for \(entry.key), found \(entry.value.kind)")
        return nil
      }
      return ImportedFactor(name: entry.key, text: text)
    }
    return factors.count == entries.count ? ImportedConfiguration(factors: factors, measures: measures) : nil
  }

  var factorsNode: SpecNode { .map(factors.map { ($0.name, $0.value) }) }
  var measuresNode: SpecNode { .list(Set(measures.map(\.text)).sorted().map { .text($0) }) }
}

extension TrialSpec {
  /// The spec of a trial of which nothing is known but factors and measures.
  ///
  /// What would describe a training stands empty: no examples, no hidden layers, no dropout, one epoch. Nothing is
  /// trained or worded by it; who reads a spec asks `imported` first.
  init(imported: ImportedConfiguration) {
    self.init(
      dataset: DatasetSpec(source: .folder(path: "imported"), training: 0, validation: 0, test: 0),
      network: .linear(LinearSpec(.logistic)), dropout: DropoutPlacement(),
      loss: .crossEntropy(labelSmoothing: 0), regularization: Regularization(),
      optimizer: .sgd(learningRate: 0, momentum: .constant(0), nesterov: false),
      training: TrainingSpec(batchSize: 1, epochs: 1, schedule: .constant, evaluate: EvaluationSpec()))
    self.imported = imported
  }
}
