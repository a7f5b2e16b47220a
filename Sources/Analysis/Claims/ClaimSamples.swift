import Experiments
import Statistics

/// The paired numbers behind one claim, before any test.
enum ClaimSamples {
  /// One or more comparisons over the same replicates.
  case paired([EffectSample])
  /// Coefficients per replicate, with the values along the levels at each.
  case ordered(EffectSample, blocks: [[Double]])
  /// There is no such effect, and why.
  case undefined(String)
}

/// One comparison: pairs whose difference is positive in the claimed direction.
struct EffectSample {
  let title: String
  let replicates: [Int]
  let pairs: PairedSample
}

extension ClaimSamples {
  /// Reads the numbers of a claim at the replicates that have them all.
  init(of claim: Claim, from values: ClaimValues) {
    let arms = claim.question.arms
    let resolved = arms.map { values.resolved($0) }
    guard !resolved.contains(nil) else {
      self = .undefined("Validation has no score of every configuration among which the best is chosen.")
      return
    }
    let chosen = resolved.compactMap { $0 }
    var table = Self.table(of: chosen, from: values)
    if table.count < values.design.replicates, chosen.contains(where: \.isOfAllTrainingSets) {
      table = Self.table(of: chosen, from: values.restricted(to: table.map(\.0)))
    }
    let rows = ClaimRows(
      claim: claim, titles: chosen.map(values.title),
      replicates: table.map(\.0), values: table.map(\.1))
    self = rows.samples
  }

  /// The replicates that have a value of every arm, with these.
  private static func table(of arms: [ClaimArm], from values: ClaimValues) -> [(Int, [Double])] {
    (0..<values.design.replicates).compactMap { replicate in
      let row = arms.compactMap { values.value(of: $0, at: replicate) }
      return row.count == arms.count ? (replicate, row) : nil
    }
  }
}

/// The values of a claim's arms, one row per replicate, arms in the order of the question.
private struct ClaimRows {
  let claim: Claim
  let titles: [String]
  let replicates: [Int]
  let values: [[Double]]

  private var isLower: Bool { claim.direction == .lower }

  /// Means over the replicates where a value is one replicate's part in a number of all (a pseudo-value); else none.
  private var wholes: [Double]? {
    guard claim.question.arms.contains(where: \.isOfAllTrainingSets) else { return nil }
    return titles.indices.map { column in values.reduce(0) { $0 + $1[column] } / Double(values.count) }
  }

  /// Coefficients of trends are not, whose tests count all orders anyway.
  private var isCounted: Bool {
    if case .trend = claim.question { return false }
    return claim.question.arms.contains { $0.terms.contains(where: \.measure.isCounted) }
  }

  /// The largest of the numbers that an effect is the difference of, in the units of the effect.
  private func size(of arms: [Int], over reference: Int) -> Double {
    let whole = wholes?[reference]
    let sizes = values.map { row in
      let most = arms.map { row[$0].magnitude }.max() ?? 0
      return claim.scale == .relative ? most / (whole ?? row[reference]).magnitude : most
    }
    return sizes.filter(\.isFinite).max() ?? 0
  }

  var samples: ClaimSamples {
    if values.isEmpty { return .undefined("No replicate has every value that is needed.") }
    switch claim.question {
    case .difference, .notWorse: return .paired([gain(0, over: 1)].compactMap { $0 }).checked(1, claim)
    case .level(_, let bound, _): return .paired([level(bound)].compactMap { $0 }).checked(1, claim)
    case .optimum: return .paired([gain(2, over: 0), gain(2, over: 1)].compactMap { $0 }).checked(2, claim)
    case .interaction: return .paired([interaction].compactMap { $0 }).checked(1, claim)
    case .equivalence(let arms, _, _): return equivalence(arms.count)
    case .trend(_, let direction, _): return trend(direction)
    case .allOf, .anyOf: return .undefined("It is decided by other claims.")
    }
  }

  /// The gain of a better arm over another: positive when it is better, a share of the other where that is asked.
  private func effect(_ row: [Double], _ better: Int, _ than: Int) -> (Double, Double) {
    let (first, second) = isLower ? (row[than], row[better]) : (row[better], row[than])
    if claim.scale == .absolute { return (first, second) }
    if let wholes { return (share(row, better, than, wholes), 0) }
    return ((first - second) / row[than].magnitude, 0)
  }

  /// A replicate's part in the share that one whole is better than another: the ratio linearised about the wholes.
  private func share(_ row: [Double], _ better: Int, _ than: Int, _ wholes: [Double]) -> Double {
    let ratio = wholes[better] / wholes[than]
    let part = 1 - ratio + (ratio * (row[than] - wholes[than]) - (row[better] - wholes[better])) / wholes[than]
    return isLower ? part : -part
  }

  /// A replicate's part in the ratio of one whole to another, linearised about the wholes.
  private func ratio(_ row: [Double], _ part: Int, _ of: Int, _ wholes: [Double]) -> Double {
    let ratio = wholes[part] / wholes[of]
    return ratio + (row[part] - wholes[part] - ratio * (row[of] - wholes[of])) / wholes[of]
  }

  private func gain(_ better: Int, over than: Int) -> EffectSample? {
    sample(
      "\(titles[better]) against \(titles[than])", values.map { effect($0, better, than) },
      size: size(of: [better, than], over: than))
  }

  private func level(_ bound: LevelBound) -> EffectSample? {
    switch bound {
    case .atMost(let most): sample(titles[0], values.map { (most, $0[0]) })
    case .atLeast(let least): sample(titles[0], values.map { ($0[0], least) })
    }
  }

  private var interaction: EffectSample? {
    sample(
      "the gain of \(titles[0]) over \(titles[1]) against that of \(titles[2]) over \(titles[3])",
      values.map { row in
        let (gain, over) = (effect(row, 0, 1), effect(row, 2, 3))
        return (gain.0 - gain.1, over.0 - over.1)
      }, size: max(size(of: [0, 1], over: 1), size(of: [2, 3], over: 3)))
  }

  /// Every pair of arms; relative to the reference, which is the last arm unless it is one of those compared.
  private func equivalence(_ count: Int) -> ClaimSamples {
    guard case .equivalence(let arms, let reference, _) = claim.question else { return .paired([]) }
    let place = arms.firstIndex(of: reference) ?? arms.count
    var found: [EffectSample?] = []
    for first in 0..<count {
      for second in (first + 1)..<max(count, first + 1) {
        let pairs = values.map { row -> (Double, Double) in
          guard claim.scale == .relative else { return (row[first], row[second]) }
          if let wholes { return (ratio(row, first, place, wholes), ratio(row, second, place, wholes)) }
          return ((row[first] - row[second]) / row[place].magnitude, 0)
        }
        found.append(
          sample(
            "\(titles[first]) against \(titles[second])", pairs, size: size(of: [first, second], over: place)))
      }
    }
    return .paired(found.compactMap { $0 }).checked(found.count, claim)
  }

  /// A rank coefficient per replicate; 0 where all levels have the same value.
  private func trend(_ direction: TrendDirection) -> ClaimSamples {
    let sign = direction == .rises ? 1.0 : -1
    let order = titles.indices.map(Double.init)
    let coefficients = values.map { row -> (Double, Double) in
      let found = claim.test == .kendall ? Kendall(order, row)?.coefficient : Spearman(order, row)?.coefficient
      return (sign * (found ?? 0), 0)
    }
    guard let sample = sample(titles.joined(separator: ", "), coefficients) else { return .undefined("") }
    return .ordered(sample, blocks: values)
  }

  private func sample(_ title: String, _ pairs: [(Double, Double)], size: Double = 0) -> EffectSample? {
    PairedSample(pairs.map(\.0), minus: pairs.map(\.1), size: size, isCounted: isCounted).map {
      EffectSample(title: title, replicates: replicates, pairs: $0)
    }
  }
}

extension ClaimSamples {
  /// Undefined when a comparison has a value that is not finite.
  fileprivate func checked(_ count: Int, _ claim: Claim) -> ClaimSamples {
    guard case .paired(let samples) = self, samples.count < count else { return self }
    return .undefined(
      claim.scale == .relative
        ? "The other arm is 0 at some replicate, so a relative effect does not exist."
        : "A value is not finite.")
  }
}
