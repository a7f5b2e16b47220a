import Foundation
import Statistics
import Training

/// What it costs to ask a network, way by way: medians and quartiles over rounds that took turns.
struct InferenceReport {
  let network: BenchmarkCase
  let dataset: String
  let images: Int
  let samples: Int
  /// Per way, one number per round.
  let seconds: [(way: InferenceBenchmark.Way, rounds: [Double])]

  /// Measures every way in turns, after one round that does not count.
  static func interleaved(
    _ benchmark: InferenceBenchmark, repeats: Int
  ) -> [(way: InferenceBenchmark.Way, rounds: [Double])] {
    let ways = InferenceBenchmark.Way.allCases
    var rounds = [[Double]](repeating: [], count: ways.count)
    for round in 0...repeats {
      for (place, way) in ways.enumerated() {
        let taken = benchmark.measure(way)
        if round > 0 { rounds[place].append(taken) }
      }
    }
    return zip(ways, rounds).map { (way: $0, rounds: $1) }
  }

  private func quartiles(_ rounds: [Double]) -> [Double] {
    [0.25, 0.5, 0.75].compactMap { Sample(rounds)?.quantile($0) }
  }

  /// Rounds over the plain network's in the same turn.
  private func ratios(_ rounds: [Double]) -> [Double] {
    let plain = seconds.first { $0.way == .plain }?.rounds ?? []
    return zip(rounds, plain).map { $0 / $1 }
  }

  private func decimals(_ values: [Double], _ scale: Double, _ digits: Int) -> [String] {
    values.map { String(format: "%.\(digits)f", $0 * scale) }
  }

  var text: String {
    let lines = seconds.map { way, rounds -> String in
      let time = decimals(quartiles(rounds), 1000, 2)
      let ratio = decimals(quartiles(ratios(rounds)), 1, 3)
      return "\(way.title(samples: samples)): \(time[1]) ms (\(time[0])–\(time[2])), "
        + "\(ratio[1]) (\(ratio[0])–\(ratio[2])) times the plain network"
    }
    return
      ([
        "network \(network.rawValue) on \(images) images of \(dataset), medians (quartiles) of "
          + "\(seconds.first?.rounds.count ?? 0) rounds in turns, one thread"
      ] + lines).joined(separator: "\n")
  }

  var json: String {
    let ways = seconds.map { way, rounds -> String in
      let time = decimals(quartiles(rounds), 1000, 4)
      let ratio = decimals(quartiles(ratios(rounds)), 1, 4)
      return "{\"way\":\"\(way.rawValue)\",\"milliseconds\":{\"lower\":\(time[0]),\"median\":\(time[1]),"
        + "\"upper\":\(time[2])},\"ratio\":{\"lower\":\(ratio[0]),\"median\":\(ratio[1]),\"upper\":\(ratio[2])}}"
    }
    return "{\"schema\":1,\"case\":\"\(network.rawValue)\",\"dataset\":\"\(dataset)\",\"images\":\(images),"
      + "\"samples\":\(samples),\"ways\":[\(ways.joined(separator: ","))]}"
  }
}
