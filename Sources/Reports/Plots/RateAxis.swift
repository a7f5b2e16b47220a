import Analysis
import Experiments
import NeuralNets
import Specifications

/// The configurations of an experiment along the rate of dropping, one arm per line of the plot.
struct RateAxis: Sendable {
  /// Where the rate that varies acts.
  enum Site: String, Sendable {
    case hidden, maps, input

    var units: String {
      switch self {
      case .hidden: "hidden units"
      case .maps: "maps"
      case .input: "inputs"
      }
    }
  }

  let site: Site
  let arms: [RateArm]

  /// Such as `Rate of dropping hidden units, q`.
  var title: String { "Rate of dropping \(site.units), q" }
  static let retentionTitle = "Retention p = 1 − q"

  /// Returns nil when no place of dropout has one rate per configuration and at least two different ones.
  ///
  /// Nil too when most arms would be single points: then the rate is not what the experiment is about.
  init?(of summary: ExperimentSummary) {
    let sites: [Site] = [.hidden, .maps, .input]
    let found = sites.first { site in
      let rates = summary.configurations.map { Self.rate(of: $0.spec, at: site) }
      return rates.allSatisfy { $0 != nil } && Set(rates.compactMap { $0?.dropping }).count >= 2
    }
    guard let found else { return nil }
    site = found
    arms = RateArm.all(of: summary.configurations, at: found)
    guard 2 * arms.count(where: { $0.points.count < 2 }) <= arms.count else { return nil }
  }

  /// The rate of a configuration at a site, 0 without dropout; nil when its layers have different ones.
  static func rate(of spec: TrialSpec, at site: Site) -> Rate? {
    switch site {
    case .input: rate(of: spec.dropout.input)
    case .hidden: rate(of: spec.dropout.hidden)
    case .maps: rate(of: spec.dropout.maps)
    }
  }

  private static func rate(of layers: HiddenDropout) -> Rate? {
    switch layers {
    case .same(let dropout): return rate(of: dropout)
    case .each(let dropouts):
      let rates = dropouts.map(rate(of:))
      return Set(rates).count <= 1 ? rates.first ?? Rate(0) : nil
    }
  }

  private static func rate(of dropout: Dropout) -> Rate? {
    switch dropout {
    case .none: Rate(0)
    case .bernoulli(let rate, _), .batchBernoulli(let rate, _), .spatial(let rate), .gaussian(let rate),
      .clippedGaussian(let rate), .alpha(let rate):
      rate
    case .dropBlock(let block): block.rate
    case .uniform, .cutout, .variational, .concrete, .standout: nil
    case .scheduled(let variant, _): rate(of: variant)
    }
  }

  /// How far an arm is moved sideways, so that arms at one rate do not hide each other.
  func shift(of arm: Int) -> Double {
    let rates = arms.flatMap { $0.points.map(\.rate.dropping) }
    let reach = (rates.max() ?? 1) - (rates.min() ?? 0)
    return (Double(arm) - Double(arms.count - 1) / 2) * min(0.016, 0.05 / Double(arms.count)) * reach
  }
}

/// A configuration at its rate.
struct RatePoint: Sendable {
  let configuration: ConfigurationSummary
  let rate: Rate
}

/// Configurations that differ in the rate and in what goes with it, in order of the rate.
struct RateArm: Sendable {
  /// Empty when there is only one arm.
  let name: String
  let points: [RatePoint]
}

// MARK: - Finding the arms

extension RateArm {
  private struct Member {
    let point: RatePoint
    let variant: String?
    let widths: [Int]
    let others: [ConfigurationField]
  }

  /// Groups by variant, by the other varied fields and by widths: equal n, or equal n·p where widths follow the rate.
  static func all(of configurations: [ConfigurationSummary], at site: RateAxis.Site) -> [RateArm] {
    let members = configurations.compactMap { member($0, at: site) }
    let variants = unique(members.compactMap(\.variant))
    let families = unique(members.map(\.others)).flatMap { others in
      (variants.isEmpty ? [""] : variants).map { variant in
        (
          name: nameParts(variant, variants, others),
          members: members.filter { $0.others == others && ($0.variant ?? variant) == variant }
        )
      }
    }
    let arms = families.flatMap { family in
      byWidth(family.members).map { arm in
        (
          name: (family.name + [arm.name].compactMap { $0 }).joined(separator: ", "),
          members: arm.members.sorted { $0.point.rate < $1.point.rate }
        )
      }
    }
    return arms.filter { !$0.members.isEmpty }.map { arm in
      RateArm(name: arms.count > 1 ? arm.name : "", points: arm.members.map(\.point))
    }
  }

  private static func member(_ configuration: ConfigurationSummary, at site: RateAxis.Site) -> Member? {
    guard let rate = RateAxis.rate(of: configuration.spec, at: site) else { return nil }
    let own = "trial.dropout.\(site.rawValue)"
    let others = configuration.fields.filter { field in
      field.path != own && !field.path.hasPrefix(own + ".") && field.path != "trial.network.mlp.hidden"
    }
    return Member(
      point: RatePoint(configuration: configuration, rate: rate), variant: variant(of: configuration.spec, at: site),
      widths: configuration.spec.network.hiddenWidths, others: others)
  }

  private static func variant(of spec: TrialSpec, at site: RateAxis.Site) -> String? {
    let dropouts: [Dropout] =
      switch site {
      case .input: [spec.dropout.input]
      case .hidden: spec.dropout.hidden.variants
      case .maps: spec.dropout.maps.variants
      }
    return dropouts.compactMap(word).first
  }

  private static func word(_ dropout: Dropout) -> String? {
    switch dropout {
    case .none: nil
    case .bernoulli(_, .inverted): "Bernoulli"
    case .bernoulli(_, .classic): "classic Bernoulli"
    case .batchBernoulli: "Bernoulli per batch"
    case .spatial: "spatial"
    case .dropBlock(let block): "DropBlock of \(block.size)"
    case .gaussian: "Gaussian"
    case .clippedGaussian: "clipped Gaussian"
    case .uniform(let spread): "uniform of \(spread)"
    case .alpha: "alpha"
    case .cutout: "cutout"
    case .variational: "variational"
    case .concrete: "Concrete"
    case .standout: "standout"
    case .scheduled(let variant, let curve): "\(curve.name) \(word(variant) ?? "")"
    }
  }

  private static func nameParts(_ variant: String, _ variants: [String], _ others: [ConfigurationField]) -> [String] {
    (variants.count > 1 ? [variant] : [])
      + others.map { field in
        let key = field.path.split(separator: ".").last.map(String.init) ?? field.path
        return "\(key) \(field.value)"
      }
  }

  private static func unique<Value: Equatable>(_ values: [Value]) -> [Value] {
    values.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}

// MARK: - Widths

extension RateArm {
  private typealias Group = (name: String?, members: [Member])

  /// Widths that occur at several rates are arms; of the rest, those with the same n·p; then each alone.
  private static func byWidth(_ members: [Member]) -> [Group] {
    let widths = unique(members.map(\.widths))
    var groups: [Group] = []
    var rest: [Member] = []
    for width in widths {
      let same = members.filter { $0.widths == width }
      if same.count > 1 { groups.append((words(width), same)) } else { rest += same }
    }
    while let first = rest.first {
      let surviving = rest.compactMap { survivors(of: $0) }.first ?? 0
      let alike = members.filter { isAlike(survivors(of: $0), surviving, $0) }
      let isFamily = first.widths.isEmpty == false && alike.count > 1
      let group = isFamily ? alike : [first]
      groups.append((isFamily ? "n = \(Int(surviving.rounded())) / p" : words(first.widths), group))
      rest.removeAll { candidate in
        group.contains { $0.point.configuration.index == candidate.point.configuration.index }
      }
    }
    return groups
  }

  /// Units of a layer that survive on average; nil when the layers differ.
  private static func survivors(of member: Member) -> Double? {
    guard let width = member.widths.first, member.widths.allSatisfy({ $0 == width }) else { return nil }
    return Double(width) * member.point.rate.retention
  }

  /// Widths are whole: n·p may be off by half a unit of n.
  private static func isAlike(_ found: Double?, _ wanted: Double, _ member: Member) -> Bool {
    guard let found else { return false }
    return abs(found - wanted) <= max(0.51, 0.012 * wanted)
  }

  private static func words(_ widths: [Int]) -> String {
    guard let first = widths.first else { return "no hidden layer" }
    return widths.allSatisfy { $0 == first } ? "n = \(first)" : "n = " + widths.map(String.init).joined(separator: "-")
  }
}
