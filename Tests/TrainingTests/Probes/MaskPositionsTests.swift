import Experiments
import NeuralNets
import Specifications
import Testing

@testable import Training

struct MaskPositionsTests {
  /// Of a convolution without pooling, whose maps are 5 × 7.
  private static func record(_ dropout: Dropout, masks: Int = 400) throws -> ProbeRecord {
    var fixture = ProbeFixture.convolving
    fixture.spec.network = .cnn(
      CNNSpec(convolutions: [ConvolutionSpec(channels: 5, kernel: 3, padding: 1)], hidden: [9]))
    fixture.spec.dropout = DropoutPlacement(maps: .same(dropout))
    let trained = try ProbeFixture(fixture, []).untrained()
    let values = try MaskPositions(trained, masks: masks).values { false }
    return ProbeRecord(request: ProbeRequest(.maskPositions(masks: masks)), values: values)
  }

  private static func shares(_ record: ProbeRecord, _ layer: String) -> [Double] {
    record.values.filter { $0.address.statistic == .positionDropped && $0.address.layer == layer }.map(\.value)
  }

  @Test(arguments: [BlockGamma.paper, .exact])
  func `blocks drop a position as often as the squares that cover it say, the border seldomer`(
    _ gamma: BlockGamma
  ) throws {
    let block = DropBlockNoise(rate: Rate(0.3), size: 3, gamma: gamma)
    let record = try Self.record(.dropBlock(block), masks: 800)
    let layer = try #require(record.values.first?.address.layer)
    let shares = Self.shares(record, layer)
    let columns = Int(try #require(record.value(.mapColumns, layer: layer)))
    let shape = MapShape(height: shares.count / columns, width: columns, channels: 1)
    let seed = block.seedProbability(on: shape)
    func covering(_ at: Int, _ length: Int) -> Int { (max(0, at - 2)...min(at, length - 3)).count }
    for (place, share) in shares.enumerated() {
      let squares = covering(place / columns, shape.height) * covering(place % columns, shape.width)
      var kept = 1.0
      for _ in 0..<squares { kept *= 1 - seed }
      #expect(abs(share - (1 - kept)) < 0.05, "\(place): \(share), not \(1 - kept)")
    }
    let (border, inside) = (record.value(.borderDropped, layer: layer), record.value(.insideDropped, layer: layer))
    #expect(try #require(border) < #require(inside))
    let all = try #require(record.value(.positionsDropped, layer: layer))
    #expect(gamma == .exact ? abs(all - 0.3) < 0.02 : all < 0.29, "\(all)")
    #expect(record.value(.writtenRate, layer: layer) == 0.3)
  }

  @Test
  func `channels are dropped at all of their positions, single values at any`() throws {
    let channels = try Self.record(.spatial(rate: Rate(0.25)))
    for layer in Set(channels.values.map(\.address.layer)) {
      #expect(Set(Self.shares(channels, layer)).count == 1)
      #expect(abs(try #require(channels.value(.positionsDropped, layer: layer)) - 0.25) < 0.05)
    }
    let values = try Self.record(.bernoulli(rate: Rate(0.25), convention: .inverted))
    let layer = try #require(values.values.first?.address.layer)
    #expect(Set(Self.shares(values, layer)).count > 1)
    #expect(abs(try #require(values.value(.borderDropped, layer: layer)) - 0.25) < 0.05)
  }

  @Test
  func `noise without masks on maps is not asked`() {
    let probe = Probe.maskPositions(masks: 5)
    var spec = ProbeFixture.convolving.spec
    for dropout in [Dropout.none, .gaussian(rate: Rate(0.2)), .bernoulli(rate: Rate(0), convention: .inverted)] {
      spec.dropout = DropoutPlacement(maps: .same(dropout))
      #expect(probe.misfit(with: spec) == "there are no masks on maps")
    }
    spec = ProbeFixture.dropping.spec
    #expect(probe.misfit(with: spec) != nil)
  }
}
