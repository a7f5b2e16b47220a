import Experiments
import NeuralNets
import Specifications

/// How often masks drop each position of the maps of a network, all channels taken together.
///
/// Masks are drawn one by one at the addresses of steps behind training, for the example at position 0 of the data set, by
/// sites of their own: neither the network nor what it was trained with is met. Rates that follow a curve stand where
/// training ends. DropBlock's squares lie within the map, so fewer of them cover a position at its border (Ghiasi, Lin & Le
/// 2018, algorithm 1).
struct MaskPositions {
  private let trained: TrainedNetwork
  private let masks: Int

  /// Masks between two looks whether to stop.
  private static let rounds = 100

  init(_ trained: TrainedNetwork, masks: Int) {
    self.trained = trained
    self.masks = masks
  }

  func values(_ isCancelled: () -> Bool) throws(TrainingCancelled) -> [ProbeValue] {
    var found: [ProbeValue] = []
    for site in trained.network.unitSites where site.shape.positions > 1 {
      guard let rate = site.dropout.positionRate, rate.dropping > 0 else { continue }
      let dropped = try counts(of: site, isCancelled)
      let shares = dropped.map { Double($0) / Double(masks * site.shape.channels) }
      found += Self.values(shares, of: site, rate: rate.dropping)
    }
    return found
  }

  /// How many masks drop a unit of each position.
  private func counts(of site: NoiseSite, _ isCancelled: () -> Bool) throws(TrainingCancelled) -> [Int] {
    let own = NoiseSite(name: site.name, dropout: site.dropout, shape: site.shape, capacity: 1)
    var counts = [Int](repeating: 0, count: site.shape.positions)
    for mask in 0..<masks {
      if mask % Self.rounds == 0, isCancelled() { throw TrainingCancelled() }
      let pass = ForwardPass.training(trained.plan, step: trained.steps + mask, progress: 1)
      let units = NoiseSample(of: own, examples: 1, pass: pass).rows[0]
      for (unit, factor) in units.enumerated() where factor == 0 { counts[unit / site.shape.channels] += 1 }
    }
    return counts
  }

  private static func values(_ shares: [Double], of site: NoiseSite, rate: Double) -> [ProbeValue] {
    let (height, width) = (site.shape.height, site.shape.width)
    func isBorder(_ place: Int) -> Bool {
      let (y, x) = (place / width, place % width)
      return y == 0 || x == 0 || y == height - 1 || x == width - 1
    }
    let border = shares.indices.filter(isBorder).map { shares[$0] }
    let inside = shares.indices.filter { !isBorder($0) }.map { shares[$0] }
    func value(_ statistic: ProbeStatistic, _ numbers: [Double]) -> [ProbeValue] {
      numbers.isEmpty
        ? [] : [ProbeValue(statistic, layer: site.name, numbers.reduce(0, +) / Double(numbers.count))]
    }
    return value(.writtenRate, [rate]) + value(.positionsDropped, shares) + value(.borderDropped, border)
      + value(.insideDropped, inside) + value(.mapColumns, [Double(width)])
      + shares.enumerated().map { ProbeValue(.positionDropped, layer: site.name, at: Double($0), $1) }
  }
}
