import Foundation
import NeuralNets
import Randomness
import Tensors
import Testing

/// PyTorch's modules over sequences in double precision; `Reference/make_sequences.py` makes the file.
struct SequenceReference: Decodable {
  struct Case: Decodable {
    let name: String
    let arrays: [[Float]]
    let names: [String]
    let inputs, slopes: [Float]
    let outputs, inputGradient: [Double]
    let gradients: [[Double]]
  }

  let cases: [Case]

  static func named(_ name: String) throws -> Case {
    let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Reference/sequences.json")
    let reference = try JSONDecoder().decode(SequenceReference.self, from: Data(contentsOf: file))
    return try #require(reference.cases.first { $0.name == name })
  }
}

/// A stage as the reference runs it.
private struct Stage {
  let parameters: [Parameter]
  let output: MapShape
  var lists: [(count: Int, depth: Int)] = []
  let forward: (PanelMatrix, PanelMatrix, LayerBatch, ScalarLists) -> Void
  let pullback: (PanelMatrix, PanelMatrix, PanelMatrix, ScalarLists) -> Void
}

struct SequenceReferenceTests {
  private let plan = RandomPlan(seed: 1).replicate(0)
  private let learning = RecurrentFixture.learning

  private func check(_ name: String, examples: Int, width: Int, _ stage: Stage) throws {
    let expected = try SequenceReference.named(name)
    #expect(stage.parameters.map { $0.name.dropFirst("x.".count) } == expected.names.map { $0[...] })
    for (parameter, values) in zip(stage.parameters, expected.arrays) { parameter.set(values) }
    let rows = expected.inputs.count / width
    let (input, previous) = (PanelMatrix(rows: rows, columns: width), PanelMatrix(rows: rows, columns: width))
    input.fill(from: expected.inputs, rows: rows)
    let outputRows = stage.output.positions * examples
    let output = PanelMatrix(rows: outputRows, columns: stage.output.channels)
    let lists = ScalarLists(stage.lists)
    (0..<UInt32(examples)).map { $0 }.withUnsafeBufferPointer {
      stage.forward(input, output, LayerBatch(pass: .training(plan, step: 0), examples: $0), lists)
    }
    #expect(relativeError(output.rowMajor(rows: outputRows), expected.outputs) < 1e-5)
    output.fill(from: expected.slopes, rows: outputRows)
    stage.pullback(input, output, previous, lists)
    if !expected.inputGradient.isEmpty {
      #expect(relativeError(previous.rowMajor(rows: rows), expected.inputGradient) < 1e-5)
    }
    for (parameter, gradient) in zip(stage.parameters, expected.gradients) {
      #expect(relativeError(parameter.gradientRowMajor, gradient) < 1e-5, "\(parameter.name)")
    }
  }

  @Test(arguments: [("lstm", RecurrentCell.lstm), ("gru", .gru)])
  func `recurrent layers have PyTorch's states and gradients`(name: String, cell: RecurrentCell) throws {
    for (name, units, steps, examples, returned) in [
      (name, 18, 7, 3, RecurrentLayer.Output.all), ("\(name), last", 7, 4, 2, .last),
    ] {
      let layer = RecurrentLayer(
        cell, name: "x", steps: steps, inputs: 5, units: units, returned: returned, isFirst: false,
        capacity: examples, learning: learning, plan: plan)
      try check(
        name, examples: examples, width: 5,
        Stage(
          parameters: layer.parameters, output: layer.output, lists: layer.lists(capacity: examples),
          forward: { layer.forward($0, into: $1, batch: $2, lists: $3) },
          pullback: { input, gradient, previous, _ in
            layer.pullback(input, gradient, examples: examples, into: previous)
          }))
    }
  }

  @Test(arguments: [("attention", 12, 3, false), ("attention, causal", 20, 2, true)])
  func `self-attention has PyTorch's values and gradients`(
    name: String, channels: Int, heads: Int, isCausal: Bool
  ) throws {
    let layer = AttentionLayer(
      name: "x", shape: MapShape(height: 6, channels: channels), heads: heads, isCausal: isCausal, isFirst: false,
      capacity: 2, learning: learning, plan: plan)
    try check(
      name, examples: 2, width: channels,
      Stage(
        parameters: layer.parameters, output: layer.shape, lists: layer.lists(capacity: 2),
        forward: { layer.forward($0, into: $1, batch: $2, lists: $3) },
        pullback: { layer.pullback($0, $1, examples: 2, into: $2, lists: $3) }))
  }

  @Test func `layer normalisation has PyTorch's values and gradients`() throws {
    let layer = LayerNormLayer(
      name: "x", shape: MapShape(height: 3, channels: 21), capacity: 2, learning: learning)
    try check(
      "layer norm", examples: 2, width: 21,
      Stage(
        parameters: layer.parameters, output: layer.shape,
        forward: { input, output, batch, _ in layer.forward(input, into: output, batch: batch) },
        pullback: { input, gradient, previous, _ in
          layer.pullback(input, gradient, examples: 2, into: previous)
        }))
  }

  @Test func `an embedding has PyTorch's vectors and gradients`() throws {
    let layer = EmbeddingLayer(
      name: "x", steps: 4, words: 7, width: 5, capacity: 2, learning: learning, plan: plan)
    try check(
      "embedding", examples: 2, width: 1,
      Stage(
        parameters: layer.parameters, output: layer.output,
        forward: { input, output, batch, _ in layer.forward(input, into: output, batch: batch) },
        pullback: { _, gradient, _, _ in layer.pullback(gradient, examples: 2) }))
  }
}
