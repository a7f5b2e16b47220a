import Experiments
import Specifications

/// Reads the path of an inline value.
struct InlineValueReader {
  let path: String
  let names: NotebookNames
  let place: Place
  let problems: Problems

  private var parts: [String] { path.split(separator: ".", omittingEmptySubsequences: false).map(String.init) }

  /// Nil after reporting what is wrong.
  var subject: InlineValue.Subject? {
    if path.hasPrefix("=") { return expression(String(path.dropFirst())) }
    if let literal = names.value(of: path) { return .literal(literal) }
    let parts = parts
    switch parts.first {
    case "parameter", "draw": return refuse(names.unknown(path))
    case "identity": return identity(Array(parts.dropFirst()))
    case "claim": return claim(Array(parts.dropFirst()))
    case "inference", "probe":
      return AskedValueReader(path: path, place: place, problems: problems).value.map { .asked($0) }
    default: return experiment(parts)
    }
  }

  private func refuse(_ message: String) -> InlineValue.Subject? {
    problems.report(place, message)
    return nil
  }

  private func expression(_ text: String) -> InlineValue.Subject? {
    do {
      return .literal(.number(try ArithmeticExpression.value(of: text, names: names)))
    } catch {
      return refuse("'\(text.trimmingSpaces)' cannot be computed: \(error.message)")
    }
  }

  private func identity(_ parts: [String]) -> InlineValue.Subject? {
    guard let id = parts.first, parts.count <= 2 else {
      return refuse("an identity's value is {{ identity.T06 }} or {{ identity.T06.max_error }}")
    }
    let word = parts.count == 2 ? parts[1] : IdentityQuantity.holds.rawValue
    guard let quantity = IdentityQuantity(rawValue: word) else {
      return refuse(
        MapReader.unknown("part", word, of: "an identity", allowed: IdentityQuantity.allCases.map(\.rawValue)))
    }
    return .identity(id, quantity)
  }

  private func claim(_ parts: [String]) -> InlineValue.Subject? {
    guard parts.count == 3 else {
      return refuse("a claim's value is {{ claim.experiment.id.part }}, such as {{ claim.rates.C69.verdict }}")
    }
    guard let quantity = ClaimQuantity(rawValue: parts[2]) else {
      return refuse(
        MapReader.unknown("part", parts[2], of: "a claim", allowed: ClaimQuantity.allCases.map(\.rawValue)))
    }
    return .claim(experiment: parts[0], id: parts[1], quantity)
  }

  // MARK: Experiments

  private func experiment(_ parts: [String]) -> InlineValue.Subject? {
    if parts.count == 2 {
      switch parts[1] {
      case "trials": return .experiment(parts[0], .trials)
      case "replicates": return .experiment(parts[0], .replicates)
      case "configurations": return .experiment(parts[0], .configurations)
      case "digest": return .experiment(parts[0], .digest)
      default: break
      }
    }
    guard parts.count >= 4 else {
      return refuse(
        "'\(path)' is no inline value; write experiment.configuration.split.metric, experiment.trials, "
          + "inference.experiment.configuration.split.mode.metric, probe.experiment.configuration.probe.statistic, "
          + "parameter.name, identity.T06 or claim.experiment.id.verdict")
    }
    return measured(parts).map { .experiment(parts[0], .measured($0)) }
  }

  private func measured(_ parts: [String]) -> MeasuredValue? {
    guard let split = Split(rawValue: parts[2]) else {
      problems.report(
        place, MapReader.unknown("split", parts[2], of: "'\(path)'", allowed: Split.allCases.map(\.rawValue)))
      return nil
    }
    guard let metric = Metric(rawValue: parts[3]) else {
      problems.report(
        place, MapReader.unknown("metric", parts[3], of: "'\(path)'", allowed: Metric.allCases.map(\.rawValue)))
      return nil
    }
    var rest = Array(parts.dropFirst(4))
    let aspect = rest.last.flatMap { MeasuredValue.Aspect(rawValue: $0) }
    if aspect != nil { rest.removeLast() }
    if !metric.isOfLayer, !rest.isEmpty {
      let allowed = MeasuredValue.Aspect.allCases.map(\.rawValue)
      problems.report(
        place,
        MapReader.unknown("part", rest.joined(separator: "."), of: "'\(path)'", allowed: allowed)
          + "; \(metric) is of the whole network and has no layers")
      return nil
    }
    if metric.isOfLayer, rest.isEmpty {
      let written = "\(split).\(metric)"
      problems.report(
        place, "\(written) belongs to layers; write the name of one behind it, such as \(written).hidden1")
      return nil
    }
    let aliases = parts[1].split(separator: "-", omittingEmptySubsequences: false).map(String.init)
    guard aliases.count <= 2, aliases.allSatisfy({ !$0.isEmpty }) else {
      problems.report(place, "'\(parts[1])' is neither one alias nor a difference of two, a-b")
      return nil
    }
    return MeasuredValue(
      configuration: aliases[0], minus: aliases.count == 2 ? aliases[1] : nil, split: split, metric: metric,
      layer: rest.joined(separator: "."), aspect: aspect ?? .mean)
  }
}
