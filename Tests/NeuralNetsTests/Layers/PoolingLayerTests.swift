import NeuralNets
import Tensors
import Testing

struct PoolingLayerTests {
  private struct Fixture {
    let layer: PoolingLayer
    let input: MapsFixture

    init(_ kind: PoolingLayer.Kind, _ shape: PoolingShape, examples: Int) {
      layer = PoolingLayer(kind, shape: shape, capacity: examples)
      input = MapsFixture(
        shape: MapShape(height: shape.y.size, width: shape.x.size, channels: shape.channels), examples: examples)
    }

    var output: MapsFixture { MapsFixture(shape: layer.output, examples: input.examples) }
  }

  /// The cases of the script, in its order.
  private static var fixtures: [Fixture] {
    let halves = PoolingShape(height: 6, width: 4, channels: 3, kernel: 2)
    let overlapping = PoolingShape(height: 5, width: 6, channels: 17, kernel: 3, stride: 2, padding: 1)
    return [
      Fixture(.largest(rectifies: false), halves, examples: 5),
      Fixture(.largest(rectifies: true), halves, examples: 5),
      Fixture(.largest(rectifies: false), overlapping, examples: 2),
      Fixture(.average, overlapping, examples: 2),
      Fixture(.average, PoolingShape(globalOver: 3, 4, channels: 5), examples: 4),
    ]
  }

  @Test(arguments: 0..<5)
  func `output and gradient are those of PyTorch`(index: Int) throws {
    let fixture = Self.fixtures[index]
    let expected = try MapsReference.read().pools[index]
    let (out, back) = (fixture.output.room(), fixture.input.room())
    fixture.input.withBatch {
      fixture.layer.forward(fixture.input.matrix(fixture.input.numbers(seed: 5)), into: out, batch: $0)
    }
    #expect(relativeError(fixture.output.values(of: out), expected.output) <= 1e-5)
    fixture.layer.pullback(
      fixture.output.matrix(fixture.output.numbers(seed: 6)), examples: fixture.input.examples, into: back)
    #expect(relativeError(fixture.input.values(of: back), expected.input) <= 1e-5)
  }

  @Test
  func `a smaller batch than the capacity gives the same values`() {
    let shape = PoolingShape(height: 4, width: 4, channels: 20, kernel: 2)
    let maps = MapsFixture(shape: MapShape(height: 4, width: 4, channels: 20), examples: 3)
    let outputs = [3, 8].map { capacity in
      let layer = PoolingLayer(.largest(rectifies: true), shape: shape, capacity: capacity)
      let out = PanelMatrix(rows: 4 * capacity, columns: 20)
      let input = maps.matrix(maps.numbers(seed: 5), spare: capacity - 3)
      maps.withBatch { layer.forward(input, into: out, batch: $0) }
      return out.rowMajor(rows: 12)
    }
    #expect(outputs[0] == outputs[1])
  }
}

struct FlattenLayerTests {
  @Test(arguments: [5, 16, 33])
  func `unit (y · width + x) · channels + channel of a row is that number of the map, and back`(channels: Int) {
    let shape = MapShape(height: 2, width: 3, channels: channels)
    let maps = MapsFixture(shape: shape, examples: 4)
    let layer = FlattenLayer(shape)
    let values = maps.numbers(seed: 7)
    let rows = PanelMatrix(rows: 4, columns: shape.units)
    maps.withBatch { layer.forward(maps.matrix(values), into: rows, batch: $0) }
    #expect(rows.rowMajor(rows: 4) == maps.images(values).rowMajor(rows: 4))
    let back = maps.room()
    layer.pullback(rows, examples: 4, into: back)
    #expect(maps.values(of: back) == values)
  }
}
