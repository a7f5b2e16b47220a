import Datasets
import Experiments

/// What predictions come to by replicate, computed when it is first asked for: each needs the predictions of all
/// training sets.
final class KnownPredictions {
  private struct Subject: Hashable {
    let members: Set<Int>
    let request: ProbeRequest
  }

  private struct Question: Hashable {
    let subject: Subject
    let statistic: PredictionStatistic
  }

  private var groups: [Subject: PredictionGroup] = [:]
  private var known: [Question: [Int: Double]] = [:]

  /// The statistic of a group of configurations by replicate.
  func values(
    of statistic: PredictionStatistic, _ members: Set<Int>, _ request: ProbeRequest, make: () -> PredictionGroup
  ) -> [Int: Double] {
    let subject = Subject(members: members, request: request)
    let question = Question(subject: subject, statistic: statistic)
    if let values = known[question] { return values }
    let group = groups[subject] ?? make()
    groups[subject] = group
    let values =
      switch statistic {
      case .error: group.errors
      case .squaredError: group.squaredErrors
      case .variance: group.variances
      }
    let found = Dictionary(values.map { ($0.replicate, $0.value) }) { first, _ in first }
    known[question] = found
    return found
  }
}
