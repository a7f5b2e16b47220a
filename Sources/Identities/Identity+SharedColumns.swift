import NeuralNets
import Randomness
import Specifications
import Tensors

extension Identity {
  /// M09.
  static let sharedColumns = Identity(
    "M09", "Each output of a DropConnect layer is that of input dropout with its row of the mask, bit for bit.",
    source: "Wan et al. 2013, section 2; retentions are powers of ½, so that dividing rounds nothing"
  ) { subject in
    var evidence = Evidence()
    for retention in [0.5, 0.25, 0.125] {
      for (inputs, outputs) in [(21, 1), (70, 3), (9, 18)] {
        let example = DroppedLayer(inputs: inputs, outputs: outputs, rate: Rate(retention: retention))
        evidence.true("\(inputs) to \(outputs), p = \(retention)", example.connect() == example.inputDropout(subject))
      }
    }
    return evidence
  }
}

/// A dense layer, with its weights or its inputs dropped.
private struct DroppedLayer {
  let inputs: Int
  let outputs: Int
  let rate: Rate

  private var plan: ReplicatePlan { RandomPlan(seed: 9).replicate(0) }
  private var pass: ForwardPass { .training(plan, step: 4) }
  private var examples: [UInt32] { [5, 70, 3, 12] }

  private func features() -> PanelMatrix {
    let matrix = PanelMatrix(rows: examples.count, columns: inputs)
    matrix.fill(from: Fixture.numbers(examples.count * inputs).map { Float($0) }, rows: examples.count)
    return matrix
  }

  /// The outputs of the layer under DropConnect with a mask per example.
  func connect() -> [Float] {
    let layer = DropConnectLayer(
      name: "hidden1", inputs: inputs, outputs: outputs, dropout: DropConnect(rate: rate), isFirst: true,
      capacity: examples.count, initialization: .he, learning: .none, plan: plan)
    let result = PanelMatrix(rows: examples.count, columns: outputs)
    let lists = ScalarLists(count: examples.count, depth: max(inputs, outputs))
    examples.withUnsafeBufferPointer {
      layer.forward(features(), into: result, batch: LayerBatch(pass: pass, examples: $0), lists: lists)
    }
    return result.rowMajor(rows: examples.count)
  }

  /// The same from the plain layer, once per output: its inputs are dropped by the mask of that output's weights.
  func inputDropout(_ subject: Subject) -> [Float] {
    let noise = subject.factors(
      NoiseRequest(
        .bernoulli(rate: rate, convention: .inverted), site: "hidden1.weights", pass: pass, examples: examples,
        weights: WeightMatrix(inputs: inputs, outputs: outputs)))
    let layer = DenseLayer(
      name: "hidden1", inputs: inputs, outputs: outputs, isFirst: true, capacity: examples.count, initialization: .he,
      learning: .none, plan: plan)
    let result = PanelMatrix(rows: examples.count, columns: outputs)
    let lists = ScalarLists(count: examples.count, depth: max(inputs, outputs))
    let plain = features().rowMajor(rows: examples.count)
    var found = [Float](repeating: 0, count: examples.count * outputs)
    for output in 0..<outputs {
      let dropped = plain.indices.map { place in
        plain[place] * noise[(place / inputs * outputs + output) * inputs + place % inputs]
      }
      let input = PanelMatrix(rows: examples.count, columns: inputs)
      input.fill(from: dropped, rows: examples.count)
      layer.forward(input, rows: examples.count, into: result, lists: lists)
      let values = result.rowMajor(rows: examples.count)
      for example in examples.indices { found[example * outputs + output] = values[example * outputs + output] }
    }
    return found
  }
}

// MARK: - M10

extension Identity {
  /// M10.
  static let singleStep = Identity(
    "M10",
    "The masks of a sequence of one step, tied or not, are Bernoulli dropout of a site of that name, bit for bit.",
    source: "Gal & Ghahramani 2016, section 4"
  ) { subject in
    var evidence = Evidence()
    let (pass, examples): (ForwardPass, [UInt32]) = (.training(RandomPlan(seed: 10).replicate(0), step: 2), [5, 70, 3])
    for rate in [Rate(0.2), Rate(0.7)] {
      func site(_ name: String) -> [Float] {
        NoiseRequest(
          .bernoulli(rate: rate, convention: .inverted), site: name, pass: pass, examples: examples, units: 37
        ).factors
      }
      for state in [StateNoise.tied(rate: rate), .perStep(rate: rate)] {
        let found = subject.sequences(
          SequenceRequest(
            RecurrentDropout(input: rate, state: state), pass: pass, examples: examples, steps: 1, units: 37))
        evidence.true("inputs, rate \(rate.dropping)", found.input == [site("lstm1.input")])
        evidence.true("\(state.name) state, rate \(rate.dropping)", found.recurrent == [site("lstm1.recurrent")])
      }
    }
    return evidence
  }
}
