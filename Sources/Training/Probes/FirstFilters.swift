import CKernels
import Experiments
import NeuralNets

/// How local and how smooth the weights into the first units are, as filters on the image; means over the units.
///
/// The share of Σ w² in the best window of 7 × 7 pixels (channels of colour summed), the entropy of w² over the pixels as a
/// share of the largest possible, the total variation over the size Σ |∇w| / Σ |w|, and the excess kurtosis of the weights.
struct FirstFilters {
  private let network: Network

  init(_ network: Network) { self.network = network }

  /// Units without any weight are left out; nothing is found where all are.
  var values: [ProbeValue] {
    guard let weight = network.parameters.first(where: { $0.kind == .weight }) else { return [] }
    let (image, units) = (network.input, weight.shape[0])
    let weights = weight.rowMajor.map { Double($0) }
    let filters = (0..<units).map { unit in
      Filter(Array(weights[unit * image.units..<(unit + 1) * image.units]), image: image)
    }.filter { $0.energy > 0 }
    guard !filters.isEmpty else { return [] }
    func mean(_ statistic: ProbeStatistic, _ value: (Filter) -> Double) -> ProbeValue {
      ProbeValue(statistic, layer: weight.layer, filters.reduce(0) { $0 + value($1) } / Double(filters.count))
    }
    return [
      mean(.windowShare) { $0.share(ofWindow: Probe.filterWindow) }, mean(.spatialEntropy, \.spatialEntropy),
      mean(.totalVariation, \.totalVariation), mean(.kurtosis, \.excessKurtosis),
    ]
  }
}

/// The weights of one unit on an image, [height × width × channels].
struct Filter {
  private let weights: [Double]
  private let image: MapShape
  /// Σ w² of each pixel.
  private let pixels: [Double]
  let energy: Double

  init(_ weights: [Double], image: MapShape) {
    self.weights = weights
    self.image = image
    pixels = (0..<image.positions).map { pixel in
      (0..<image.channels).reduce(0) { sum, channel in
        let weight = weights[pixel * image.channels + channel]
        return sum + weight * weight
      }
    }
    energy = pixels.reduce(0, +)
  }

  /// The largest share of the energy in a window of so many pixels a side.
  func share(ofWindow side: Int) -> Double {
    var best = 0.0
    for top in 0...max(0, image.height - side) {
      var columns = [Double](repeating: 0, count: image.width)
      for y in top..<min(top + side, image.height) {
        for x in 0..<image.width { columns[x] += pixels[y * image.width + x] }
      }
      for left in 0...max(0, image.width - side) {
        best = max(best, columns[left..<min(left + side, image.width)].reduce(0, +))
      }
    }
    return best / energy
  }

  /// −Σ p ln p / ln n with p the shares of the n pixels in the energy: 0 for one pixel, 1 for all alike.
  var spatialEntropy: Double {
    let sum = pixels.reduce(0) { sum, own in
      let share = own / energy
      return share > 0 ? sum - share * dl_log(share) : sum
    }
    return sum / dl_log(Double(pixels.count))
  }

  /// Σ |w(y, x) − w(y, x + 1)| + Σ |w(y, x) − w(y + 1, x)| over Σ |w|.
  var totalVariation: Double {
    var variation = 0.0
    let step = image.channels
    for y in 0..<image.height {
      for x in 0..<image.width {
        for channel in 0..<step {
          let at = (y * image.width + x) * step + channel
          if x + 1 < image.width { variation += (weights[at] - weights[at + step]).magnitude }
          if y + 1 < image.height { variation += (weights[at] - weights[at + image.width * step]).magnitude }
        }
      }
    }
    return variation / weights.reduce(0) { $0 + $1.magnitude }
  }

  /// m₄ / m₂² − 3 about the mean: 0 for normal weights, large where few weights stand out; 0 where all are equal.
  var excessKurtosis: Double {
    let count = Double(weights.count)
    let mean = weights.reduce(0, +) / count
    var (second, fourth) = (0.0, 0.0)
    for weight in weights {
      let square = (weight - mean) * (weight - mean)
      second += square
      fourth += square * square
    }
    return second == 0 ? 0 : fourth * count / (second * second) - 3
  }
}
