import Experiments
import Specifications

/// Reads the path of an inline value that begins with `inference` or `probe`.
struct AskedValueReader {
  let path: String
  let place: Place
  let problems: Problems

  private static let inferenceForm =
    "inference.experiment.configuration.split.mode.metric, such as inference.asking.p50.test.monteCarlo@10.error"
  private static let probeForm =
    "probe.experiment.configuration.probe.statistic, such as probe.rates.p50.unitRemoval.accuracyDropMean.hidden1"

  /// Nil after reporting what is wrong.
  var value: AskedValue? {
    guard let (parts, mark) = marked else { return nil }
    return parts.first == "probe" ? probe(parts, at: mark) : inference(parts, after: mark)
  }

  private func refuse<Value>(_ message: String) -> Value? {
    problems.report(place, message)
    return nil
  }

  private func word<Word: RawRepresentable & CaseIterable>(_ text: String, _ kind: String) -> Word?
  where Word.RawValue == String {
    Word(rawValue: text)
      ?? refuse(MapReader.unknown(kind, text, of: "'\(path)'", allowed: Word.allCases.map(\.rawValue)))
  }

  /// The parts without the number behind `@`, which may hold a point.
  private var marked: (parts: [String], mark: Double?)? {
    let marks = path.matches(of: /@([0-9]+(?:\.[0-9]+)?)/)
    guard marks.count <= 1, path.count(where: { $0 == "@" }) == marks.count else {
      return refuse("'\(path)' may have one @ with a number behind it: a number of samples or a place of a curve")
    }
    let plain = marks.first.map { path.replacing($0.0, with: "") } ?? path
    let parts = plain.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    return (parts, marks.first.flatMap { Double($0.1) })
  }

  /// One name, or two of which the second is subtracted.
  private func pair(_ text: String, _ kind: String) -> (first: String, minus: String?)? {
    let names = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard names.count <= 2, names.allSatisfy({ !$0.isEmpty }) else {
      return refuse("'\(text)' is neither one \(kind) nor a difference of two, a-b")
    }
    return (names[0], names.count == 2 ? names[1] : nil)
  }

  /// Takes the aspect from the end.
  private func aspect(_ rest: inout [String]) -> MeasuredValue.Aspect {
    guard let aspect = rest.last.flatMap({ MeasuredValue.Aspect(rawValue: $0) }) else { return .mean }
    rest.removeLast()
    return aspect
  }

  private func inference(_ parts: [String], after mark: Double?) -> AskedValue? {
    guard parts.count >= 6 else { return refuse("an inference mode's value is \(Self.inferenceForm)") }
    var rest = Array(parts.dropFirst(6))
    let aspect = aspect(&rest)
    guard let split: Split = word(parts[3], "split"), let metric: InferenceMetric = word(parts[5], "metric"),
      let aliases = pair(parts[2], "configuration"), let modes = pair(parts[4], "mode")
    else { return nil }
    guard rest.isEmpty else { return refuse("'\(rest[0])' stands behind the metric; \(Self.inferenceForm)") }
    guard mark == nil || mark == mark?.rounded() else {
      return refuse("@ in '\(path)' gives a number of samples, which is a whole one")
    }
    return AskedValue(
      experiment: parts[1], configuration: aliases.first, minus: aliases.minus,
      question: .inference(
        mode: modes.first, minus: modes.minus, split, metric, samples: mark.flatMap { Int(exactly: $0) }),
      aspect: aspect)
  }

  private func probe(_ parts: [String], at mark: Double?) -> AskedValue? {
    guard parts.count >= 5 else { return refuse("a probe's value is \(Self.probeForm)") }
    var rest = Array(parts.dropFirst(5))
    let aspect = aspect(&rest)
    guard let statistic: ProbeStatistic = word(parts[4], "statistic"),
      let aliases = pair(parts[2], "configuration")
    else { return nil }
    return AskedValue(
      experiment: parts[1], configuration: aliases.first, minus: aliases.minus,
      question: .probe(name: parts[3], statistic, layer: rest.joined(separator: "."), at: mark), aspect: aspect)
  }
}
