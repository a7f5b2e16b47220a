import Foundation
import NeuralNets
import Randomness
import Specifications
import Tensors

/// What PyTorch computed for layers over maps; `Reference/make_maps.py` makes the file.
struct MapsReference: Decodable {
  struct Convolution: Decodable { let output, input, weight, bias: [Double] }
  struct Pool: Decodable { let output, input: [Double] }

  let convolutions: [Convolution]
  let pools: [Pool]

  static func read() throws -> MapsReference {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return try JSONDecoder().decode(
      MapsReference.self, from: Data(contentsOf: folder.appending(path: "Reference/maps.json")))
  }
}

/// Maps of a batch in the order of PyTorch, [example][channel][y][x], and as the layers take them.
struct MapsFixture {
  let shape: MapShape
  let examples: Int

  /// Numbers in [−1, 1), exact in Float, as the script makes them.
  static func numbers(_ count: Int, seed: Int) -> [Float] {
    (0..<count).map { min(Float(($0 * 7919 + seed * 104_729 + 31) % 1021) / 512 - 1, 0.998_046_875) }
  }

  func numbers(seed: Int) -> [Float] { Self.numbers(examples * shape.units, seed: seed) }

  /// The place in PyTorch's order of channel `channel` in row position · examples + example.
  private func place(row: Int, channel: Int) -> Int {
    (row % examples * shape.channels + channel) * shape.positions + row / examples
  }

  /// A matrix with room for `spare` examples more.
  func matrix(_ values: [Float], spare: Int = 0) -> PanelMatrix {
    let rows = shape.positions * examples
    let matrix = PanelMatrix(rows: shape.positions * (examples + spare), columns: shape.channels)
    let ordered = (0..<rows).flatMap { row in (0..<shape.channels).map { values[place(row: row, channel: $0)] } }
    matrix.fill(from: ordered, rows: rows)
    return matrix
  }

  /// Room for such maps, filled with what no layer may leave behind.
  func room() -> PanelMatrix {
    let matrix = PanelMatrix(rows: shape.positions * examples, columns: shape.channels)
    matrix.base.update(repeating: .nan, count: matrix.buffer.count)
    return matrix
  }

  func values(of matrix: PanelMatrix) -> [Float] {
    let rows = matrix.rowMajor(rows: shape.positions * examples)
    var values = [Float](repeating: 0, count: rows.count)
    for (index, value) in rows.enumerated() {
      values[place(row: index / shape.channels, channel: index % shape.channels)] = value
    }
    return values
  }

  /// The same as images: one row per example over the features (y, x, c).
  func images(_ values: [Float]) -> PanelMatrix {
    let matrix = PanelMatrix(rows: examples, columns: shape.units)
    let rows = (0..<examples).flatMap { example in
      (0..<shape.units).map { unit in
        values[(example * shape.channels + unit % shape.channels) * shape.positions + unit / shape.channels]
      }
    }
    matrix.fill(from: rows, rows: examples)
    return matrix
  }

  /// Runs something with a batch of so many examples.
  func withBatch<Result>(_ body: (LayerBatch) -> Result) -> Result {
    let positions = (0..<examples).map { UInt32($0) }
    return positions.withUnsafeBufferPointer { body(LayerBatch(pass: .evaluation, examples: $0)) }
  }
}
