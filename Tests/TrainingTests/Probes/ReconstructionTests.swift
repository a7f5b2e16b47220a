import Experiments
import NeuralNets
import Randomness
import Tensors
import Testing

@testable import Training

struct ReconstructionTests {
  /// Fields in which values at distance (dy, dx) correlate by ρ^(dy + dx), the channels independent of each other.
  private static func field(
    _ correlation: Double, height: Int, width: Int, channels: Int = 1, count: Int
  ) -> MapField {
    let shape = MapShape(height: height, width: width, channels: channels)
    let values = FloatBuffer(count * shape.units)
    let stream = RandomPlan(seed: 7).dataset("fields")
    let fresh = (1 - correlation * correlation).squareRoot()
    for example in 0..<count {
      for channel in 0..<channels {
        var generator = stream.generator(step: channel, example: example)
        var field = (0..<height * width).map { _ in generator.normal() }
        for y in 0..<height {
          for x in 1..<width {
            field[y * width + x] = correlation * field[y * width + x - 1] + fresh * field[y * width + x]
          }
        }
        for y in 1..<max(height, 1) {
          for x in 0..<width {
            field[y * width + x] = correlation * field[(y - 1) * width + x] + fresh * field[y * width + x]
          }
        }
        for (place, value) in field.enumerated() {
          values.base[(example * shape.positions + place) * channels + channel] = Float(value)
        }
      }
    }
    return MapField(values, count: count, shape: shape)
  }

  private static let stream = RandomPlan(seed: 1).replicate(0).probe("reconstruction")

  @Test(arguments: [
    (0.9, MapMask.pixel, 0.895), (0.9, .block3, 0.7923), (0.9, .block5, 0.6940), (0.8, .pixel, 0.7805),
    (0.8, .block3, 0.5812), (0.8, .block5, 0.4154),
  ])
  func `along one axis the nearest survivors explain what T29 says`(
    _ correlation: Double, _ mask: MapMask, _ golden: Double
  ) {
    let field = Self.field(correlation, height: 1, width: 7, count: 8000)
    let told = field.told(under: mask, rate: 0, Self.stream)
    #expect(abs(told - golden) < 0.02, "\(told), not \(golden)")
  }

  @Test
  func `on a plane all neighbours together explain more, and independent channels nothing`() {
    let field = Self.field(0.8, height: 7, width: 7, channels: 2, count: 3000)
    // A field that factors leaves ((1 − ρ²) / (1 + ρ²))² of a site among all others.
    let left = (1 - 0.64) / (1 + 0.64)
    #expect(abs(field.told(under: .pixel, rate: 0, Self.stream) - (1 - left * left)) < 0.02)
    let told = MapMask.allCases.map { field.told(under: $0, rate: 0.1, Self.stream) }
    #expect(told[0] > told[1] && told[1] > told[2] && told[2] > told[3] && abs(told[3]) < 0.05, "\(told)")
    #expect(field.told(under: .pixel, rate: 0.3, Self.stream) < told[0])
  }

  @Test
  func `neighbours of a field correlate as it was made, about a map's own mean a little less`() {
    for correlation in [0, 0.5, 0.9] {
      let field = Self.field(correlation, height: 9, width: 9, channels: 2, count: 400)
      #expect(abs(field.neighbourCorrelation - correlation) < 0.03, "\(field.neighbourCorrelation)")
      #expect(field.moran < field.neighbourCorrelation + 0.01)
    }
  }

  @Test
  func `Moran's I of a checkerboard is −1, of two halves it is known`() {
    let shape = MapShape(height: 4, width: 4, channels: 1)
    let values = FloatBuffer(2 * 16)
    for place in 0..<16 {
      values.base[place] = (place / 4 + place % 4) % 2 == 0 ? 1 : -1
      values.base[16 + place] = place < 8 ? 1 : -1
    }
    // 24 pairs: all differ; 20 of 24 agree and 4 differ.
    let field = MapField(values, count: 2, shape: shape)
    #expect(abs(field.moran - (-1 + 16.0 / 24) / 2) < 1e-12)
    #expect(abs(field.neighbourCorrelation - (-24.0 + 16) / 48) < 1e-12)
  }

  @Test
  func `what drops a value drops its block, its channel or nothing else`() {
    var generator = Self.stream.generator()
    func count(_ mask: MapMask, isOwn: Bool, rate: Double = 0) -> Int {
      MapField.dropped(mask, rate: rate, reach: 3, isOwn: isOwn, &generator).count { $0 }
    }
    #expect(MapMask.allCases.map { count($0, isOwn: true) } == [1, 9, 25, 49])
    #expect(MapMask.allCases.map { count($0, isOwn: false) } == [0, 0, 0, 0])
    for mask in MapMask.allCases {
      let shares = (0..<4000).map { _ in count(mask, isOwn: false, rate: 0.1) }
      let mean = Double(shares.reduce(0, +)) / 4000 / 49
      // Blocks overlap, so that 1 − (1 − γ)^(b²) of the values are dropped.
      #expect(mean > 0.085 && mean < 0.112, "\(mask): \(mean)")
    }
  }

  @Test
  func `the maps of a convolutional network are told better under pixels than under channels`() throws {
    let finished = try ProbeFixture(ProbeFixture.convolving, [ProbeRequest(.reconstruction)]).finished()
    let record = try #require(finished.probes.first)
    #expect(Set(record.values.map(\.address.layer)) == ["conv1", "conv2"])
    #expect(record.values.allSatisfy { $0.value.isFinite && $0.value <= 1 })
  }
}
