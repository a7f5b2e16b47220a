import CKernels
import Datasets
import Experiments
import NeuralNets
import Randomness
import Tensors

/// How well a dropped value of a map is told by the values that survive beside it, under masks of several kinds.
///
/// For the first channels that vary, one value per example is dropped and told by ridge regression from the survivors of its
/// own channel within 7 × 7 and of the other channels within 3 × 3; dropped survivors count as their channel's mean. Fitted on
/// every other example, judged by R² on the rest. Beside it the correlation of neighbouring values and Moran's I.
///
/// In a field of correlation ρ along one axis the two nearest survivors at distance d explain 2 ρ²ᵈ / (1 + ρ²ᵈ) (identity T29).
struct Reconstruction {
  private let trained: TrainedNetwork
  private let examples: Examples

  static let rates = ProbeStatistic.toldUnderPixels.places

  init(_ trained: TrainedNetwork, _ examples: Examples) {
    self.trained = trained
    self.examples = examples
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    let activations = try LayerActivations(of: trained, on: examples, isCancelled)
    var found: [ProbeValue] = []
    for (layer, values) in zip(activations.layers, activations.values) where layer.shape.positions > 1 {
      let maps = MapField(values, count: activations.count, shape: layer.shape)
      guard !maps.live.isEmpty else { continue }
      found.append(ProbeValue(.neighbourCorrelation, layer: layer.name, maps.neighbourCorrelation))
      found.append(ProbeValue(.moran, layer: layer.name, maps.moran))
      for mask in MapMask.allCases {
        for rate in Self.rates {
          if isCancelled() { throw TrainingCancelled() }
          let stream = trained.plan.probe("reconstruction.\(layer.name).\(mask.rawValue)")
          let told = maps.told(under: mask, rate: rate, stream)
          found.append(ProbeValue(mask.statistic, layer: layer.name, at: rate, told))
        }
      }
    }
    return found
  }
}

/// The kinds of masks that values are dropped by.
enum MapMask: String, CaseIterable {
  /// Every value by itself.
  case pixel
  /// The middle of a square of three, or of five, of its channel.
  case block3, block5
  /// The whole channel.
  case channel

  var statistic: ProbeStatistic {
    switch self {
    case .pixel: .toldUnderPixels
    case .block3: .toldUnderBlocks3
    case .block5: .toldUnderBlocks5
    case .channel: .toldUnderChannels
    }
  }

  /// The side of what is dropped at once; nil for whole channels.
  var side: Int? {
    switch self {
    case .pixel: 1
    case .block3: 3
    case .block5: 5
    case .channel: nil
    }
  }
}

/// Maps of many examples, [examples × positions × channels].
struct MapField {
  private let values: FloatBuffer
  private let count: Int
  private let shape: MapShape
  private let means: [Double]
  private let variances: [Double]
  /// The channels that vary.
  let live: [Int]

  init(_ values: FloatBuffer, count: Int, shape: MapShape) {
    self.values = values
    self.count = count
    self.shape = shape
    let rows = count * shape.positions
    var means = [Double](repeating: 0, count: shape.channels)
    var variances = means
    for row in 0..<rows {
      for channel in 0..<shape.channels { means[channel] += Double(values.base[row * shape.channels + channel]) }
    }
    for channel in 0..<shape.channels { means[channel] /= Double(rows) }
    for row in 0..<rows {
      for channel in 0..<shape.channels {
        let distance = Double(values.base[row * shape.channels + channel]) - means[channel]
        variances[channel] += distance * distance
      }
    }
    self.means = means
    self.variances = variances.map { $0 / Double(rows) }
    live = variances.indices.filter { variances[$0] > 0 }
  }

  /// A value less the mean of its channel.
  private func centred(_ example: Int, _ y: Int, _ x: Int, _ channel: Int) -> Double {
    Double(values.base[((example * shape.height + y) * shape.width + x) * shape.channels + channel]) - means[channel]
  }
}

// MARK: - Neighbours

extension MapField {
  /// The mean over channels of the correlation of values side by side or one below the other, about the channel's mean.
  var neighbourCorrelation: Double {
    live.reduce(0) { sum, channel in
      let (products, pairs) = neighbours(channel) { _ in 0 }
      return sum + products / Double(pairs) / variances[channel]
    } / Double(live.count)
  }

  /// Moran's I = (N / Σ w) Σ w (xᵢ − x̄)(xⱼ − x̄) / Σ (xᵢ − x̄)², neighbours weighing 1, of every map that varies; their mean.
  var moran: Double {
    var (sum, maps) = (0.0, 0)
    for channel in live {
      for example in 0..<count {
        var (mean, spread) = (0.0, 0.0)
        each { mean += centred(example, $0, $1, channel) }
        mean /= Double(shape.positions)
        each { y, x in
          let distance = centred(example, y, x, channel) - mean
          spread += distance * distance
        }
        guard spread > 0 else { continue }
        let (products, pairs) = neighbours(channel, of: example, about: mean)
        sum += Double(shape.positions) / Double(pairs) * products / spread
        maps += 1
      }
    }
    return maps == 0 ? 0 : sum / Double(maps)
  }

  private func each(_ body: (_ y: Int, _ x: Int) -> Void) {
    for y in 0..<shape.height { for x in 0..<shape.width { body(y, x) } }
  }

  private func neighbours(_ channel: Int, about mean: (Int) -> Double) -> (products: Double, pairs: Int) {
    (0..<count).reduce((0, 0)) { found, example in
      let own = neighbours(channel, of: example, about: mean(example))
      return (found.0 + own.products, found.1 + own.pairs)
    }
  }

  /// The sum of products of neighbours of one map about a mean, each pair once, and the pairs.
  private func neighbours(_ channel: Int, of example: Int, about mean: Double) -> (products: Double, pairs: Int) {
    var (products, pairs) = (0.0, 0)
    each { y, x in
      let own = centred(example, y, x, channel) - mean
      if x + 1 < shape.width {
        products += own * (centred(example, y, x + 1, channel) - mean)
        pairs += 1
      }
      if y + 1 < shape.height {
        products += own * (centred(example, y + 1, x, channel) - mean)
        pairs += 1
      }
    }
    return (products, pairs)
  }
}

// MARK: - Dropped values

extension MapField {
  /// Channels whose values are told.
  private static let mostChannels = 4
  /// How far survivors are looked for in the own channel and in others.
  private static let reach = (own: 3, others: 1)

  /// R² of dropped values under masks of a kind at a rate, over the first channels that vary.
  func told(under mask: MapMask, rate: Double, _ stream: RandomStream) -> Double {
    var (rest, spread) = (0.0, 0.0)
    for channel in live.prefix(Self.mostChannels) {
      let told = told(channel, under: mask, rate: rate, stream)
      rest += told.rest
      spread += told.spread
    }
    return spread == 0 ? 0 : 1 - rest / spread
  }

  /// What is left of the judged values of a channel, and their spread about the mean of the fitted ones.
  private func told(
    _ channel: Int, under mask: MapMask, rate: Double, _ stream: RandomStream
  ) -> (rest: Double, spread: Double) {
    var (features, targets): ([[Double]], [[Double]]) = ([[], []], [[], []])
    for example in 0..<count {
      var generator = stream.generator(step: Int(rate * 1000) * shape.channels + channel, example: example)
      let (y, x) = place(&generator)
      features[example % 2] += survivors(example, y, x, channel, mask, rate, &generator)
      targets[example % 2].append(centred(example, y, x, channel))
    }
    let columns = features[0].count / max(1, targets[0].count)
    let weights = Self.ridge(features[0], targets[0], columns: columns)
    let mean = targets[0].reduce(0, +) / Double(max(1, targets[0].count))
    var (rest, spread) = (0.0, 0.0)
    for (row, target) in targets[1].enumerated() {
      let told = (0..<columns).reduce(0.0) { $0 + weights[$1] * features[1][row * columns + $1] }
      rest += (target - told) * (target - told)
      spread += (target - mean) * (target - mean)
    }
    return (rest, spread)
  }

  /// A random place whose whole neighbourhood lies on the map, where the map is that large.
  private func place(_ generator: inout RandomGenerator) -> (y: Int, x: Int) {
    func coordinate(_ size: Int) -> Int {
      let margin = min(Self.reach.own, (size - 1) / 2)
      return margin + generator.integer(below: size - 2 * margin)
    }
    let y = coordinate(shape.height)
    return (y, coordinate(shape.width))
  }

  /// The neighbourhood of a dropped value, other dropped values as 0, with 1 for the intercept.
  private func survivors(
    _ example: Int, _ y: Int, _ x: Int, _ channel: Int, _ mask: MapMask, _ rate: Double,
    _ generator: inout RandomGenerator
  ) -> [Double] {
    var found = [1.0]
    for other in live {
      let reach = other == channel ? Self.reach.own : Self.reach.others
      let dropped = Self.dropped(mask, rate: rate, reach: reach, isOwn: other == channel, &generator)
      let side = 2 * reach + 1
      for dy in -reach...reach {
        for dx in -reach...reach where other != channel || dy != 0 || dx != 0 {
          let (row, column) = (y + dy, x + dx)
          let isThere = (0..<shape.height).contains(row) && (0..<shape.width).contains(column)
          let survives = isThere && !dropped[(dy + reach) * side + dx + reach]
          found.append(survives ? centred(example, row, column, other) : 0)
        }
      }
    }
    return found
  }

  /// Which places of a window are dropped; in the own channel what drops the middle is always there.
  static func dropped(
    _ mask: MapMask, rate: Double, reach: Int, isOwn: Bool, _ generator: inout RandomGenerator
  ) -> [Bool] {
    let side = 2 * reach + 1
    guard let block = mask.side else {
      return [Bool](repeating: isOwn || generator.uniform() < rate, count: side * side)
    }
    var dropped = [Bool](repeating: false, count: side * side)
    let (half, gamma) = (block / 2, rate / Double(block * block))
    for middleY in -half..<side + half {
      for middleX in -half..<side + half {
        let isTarget = isOwn && middleY == reach && middleX == reach
        guard generator.uniform() < gamma || isTarget else { continue }
        for y in max(0, middleY - half)...min(side - 1, middleY + half) {
          for x in max(0, middleX - half)...min(side - 1, middleX + half) { dropped[y * side + x] = true }
        }
      }
    }
    return dropped
  }

  /// Weights by ridge regression, λ a thousandth of the mean square of a feature.
  private static func ridge(_ features: [Double], _ targets: [Double], columns: Int) -> [Double] {
    guard columns > 0 else { return [] }
    var gram = [Double](repeating: 0, count: columns * columns)
    var right = [Double](repeating: 0, count: columns)
    dl_normal_equations(features, targets, targets.count, columns, &gram, &right)
    let trace = (0..<columns).reduce(0.0) { $0 + gram[$1 * columns + $1] }
    for column in 0..<columns { gram[column * columns + column] += 0.001 * trace / Double(columns) }
    dl_solve_positive(&gram, columns, &right)
    return right
  }
}
