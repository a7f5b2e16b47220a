import Experiments
import Specifications

/// A value within prose: `{{ rates.p50.test.error | percent }}`.
package struct InlineValue: Hashable, Sendable {
  package let subject: Subject
  /// Nil for the form that the value has by nature.
  package let format: ValueFormat?
  /// As written, without the braces.
  package let source: String

  /// First words of a path that mean something else than an experiment.
  package static let heads = ["parameter", "draw", "identity", "claim", "inference", "probe"]

  /// Whether it is an expression, whose last digits nobody wrote; parameters and draws stand as they are.
  var isComputed: Bool { source.hasPrefix("=") }

  /// What is shown.
  package enum Subject: Hashable, Sendable {
    /// Known when the notebook is read: a parameter, a drawn number, an expression.
    case literal(LiteralValue)
    case experiment(String, ExperimentQuantity)
    case asked(AskedValue)
    case identity(String, IdentityQuantity)
    case claim(experiment: String, id: String, ClaimQuantity)
  }

  /// Reads what stands between the braces; nil after reporting what is wrong.
  static func read(_ text: String, names: NotebookNames, at place: Place, _ problems: Problems) -> InlineValue? {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(\.trimmingSpaces)
    guard parts.count <= 2, let path = parts.first, !path.isEmpty else {
      problems.report(place, "an inline value is {{ path | format }}, found '{{\(text)}}'")
      return nil
    }
    var format: ValueFormat?
    if parts.count == 2 {
      guard let known = ValueFormat(parts[1]) else {
        problems.report(
          place, MapReader.unknown("format", parts[1], of: "an inline value", allowed: ValueFormat.words))
        return nil
      }
      format = known
    }
    guard let subject = InlineValueReader(path: path, names: names, place: place, problems: problems).subject else {
      return nil
    }
    return InlineValue(subject: subject, format: format, source: text.trimmingSpaces)
  }
}

/// A value that needs no archive.
package enum LiteralValue: Hashable, Sendable {
  case text(String)
  case number(Double)
}

/// A number or a word of an experiment.
package enum ExperimentQuantity: Hashable, Sendable {
  /// Completed trials, replicates, configurations.
  case trials, replicates, configurations
  /// The first letters of the digest of the specification.
  case digest
  case measured(MeasuredValue)
}

/// A metric of a configuration, or its paired difference to another one.
package struct MeasuredValue: Hashable, Sendable {
  /// The alias of a configuration.
  package let configuration: String
  /// The alias of the configuration that is subtracted.
  package let minus: String?
  package let split: Split
  package let metric: Metric
  /// Empty for the whole network.
  package let layer: String
  package let aspect: Aspect

  /// What of the mean is shown.
  package enum Aspect: String, CaseIterable, Hashable, Sendable {
    case mean, interval, sd, n
  }
}

/// What of an identity is shown.
package enum IdentityQuantity: String, CaseIterable, Hashable, Sendable {
  case holds, statement, source
  case maxError = "max_error"
  case findings
}

/// What of a claim is shown.
package enum ClaimQuantity: String, CaseIterable, Hashable, Sendable {
  case verdict, estimate, interval, p, n, statement
}
