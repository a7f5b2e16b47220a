import Randomness
import Specifications
import Tensors

/// What noise makes of ones: the factors of single passes, for pictures and for looking at the noise itself.
package struct NoiseSample: Hashable, Sendable {
  /// The shape of one example.
  package let shape: MapShape
  /// One row of units, in the order of NHWC, per example.
  package let rows: [[Float]]

  package init(shape: MapShape, rows: [[Float]]) {
    self.shape = shape
    self.rows = rows
  }

  /// Draws what a variant does to maps of ones in the last training step of a seed, when schedules have come to their end.
  package init(of dropout: Dropout, shape: MapShape, examples: Int, seed: UInt64) {
    let site = NoiseSite(name: "hidden1", dropout: dropout, shape: shape, capacity: examples)
    let pass = ForwardPass.training(RandomPlan(seed: seed).replicate(0), step: 0, progress: 1)
    self.init(of: site, examples: examples, pass: pass)
  }

  /// Draws what a site does to ones in one pass.
  package init(of site: NoiseSite, examples: Int, pass: ForwardPass) {
    if let weights = site.weights {
      (0..<UInt32(examples)).map { $0 }.withUnsafeBufferPointer { site.prepare(pass, examples: $0) }
      let rows = (0..<examples).map { weights.factors(of: site.noise, example: $0) }
      self.init(shape: site.shape, rows: rows)
      return
    }
    let (shape, positions) = (site.shape, site.shape.positions)
    let values = PanelMatrix(rows: examples * positions, columns: shape.channels)
    values.fill(from: [Float](repeating: 1, count: examples * shape.units), rows: examples * positions)
    (0..<UInt32(examples)).map { $0 }.withUnsafeBufferPointer { site.prepare(pass, examples: $0) }
    site.apply(to: values, examples: examples)
    let found = values.rowMajor(rows: examples * positions)
    let channels = shape.channels
    self.init(
      shape: shape,
      rows: (0..<examples).map { example in
        (0..<positions).flatMap { position in
          let first = (position * examples + example) * channels
          return found[first..<first + channels]
        }
      })
  }

  private static func first(_ seed: UInt64, step: Int = 0, progress: Double = 0) -> ForwardPass {
    .training(RandomPlan(seed: seed).replicate(0), step: step, progress: progress)
  }

  /// One channel of one example, row by row.
  package func map(example: Int, channel: Int) -> [Float] {
    stride(from: channel, to: shape.units, by: shape.channels).map { rows[example][$0] }
  }
}

// MARK: - Other places

extension NoiseSample {
  /// Draws masks of weights, [outputs × inputs]: one for each of some groups of examples.
  package static func weights(_ rate: Rate, inputs: Int, outputs: Int, groups: Int, seed: UInt64) -> NoiseSample {
    let matrix = WeightMatrix(inputs: inputs, outputs: outputs)
    let site = NoiseSite(name: "hidden1.weights", rate: rate, weights: matrix, capacity: groups)
    return NoiseSample(of: site, examples: groups, pass: first(seed))
  }

  /// Draws the noise inside a recurrent layer: one sample per site, steps × units, with the name of the site.
  package static func recurrent(
    _ dropout: RecurrentDropout, steps: Int, units: Int, sequences: Int, seed: UInt64
  ) -> [(site: String, sample: NoiseSample)] {
    let name = "lstm"
    let noise = RecurrentNoise(
      dropout, name: name, cell: .lstm, steps: steps, inputs: units, units: units, capacity: sequences)
    return noise.sites.map { site in
      let isWeights = site === noise.weights
      let drawn = NoiseSample(of: site, examples: isWeights ? 1 : sequences, pass: first(seed, progress: 1))
      let own = String(site.name.dropFirst(name.count + 1))
      if isWeights { return (own, drawn.reshaped(MapShape(height: site.units / units, width: units, channels: 1))) }
      // A tied mask has no steps of its own: it is the same at all of them.
      let tied = site.units == units ? steps : 1
      let rows = drawn.rows.map { row in (0..<tied).flatMap { _ in row } }
      return (own, NoiseSample(shape: MapShape(height: steps, width: units, channels: 1), rows: rows))
    }
  }

  /// Draws the gates of residual branches: one row of blocks × examples per training step, the first block first.
  ///
  /// Schedules are as they are at the share `progress` of training.
  package static func gates(
    _ residual: ResidualDropout, blocks: Int, examples: Int, steps: Int, progress: Double = 1, seed: UInt64
  ) -> NoiseSample {
    let gates = (1...blocks).map { block in
      ResidualGate(
        name: "blocks.\(block - 1).gate", survival: residual.survival(ofBlock: block, of: blocks), capacity: examples)
    }
    let numbers = (0..<UInt32(examples)).map { $0 }
    let rows = (0..<steps).map { step in
      gates.flatMap { gate in
        numbers.withUnsafeBufferPointer {
          gate.drawn(LayerBatch(pass: first(seed, step: step, progress: progress), examples: $0))
        }
      }
    }
    return NoiseSample(shape: MapShape(height: blocks, width: examples, channels: 1), rows: rows)
  }

  /// Draws which columns of a fractal block survive at its joins: levels × columns per step, the mean of survivors as 1.
  ///
  /// Columns that do not end at a level are NaN.
  package static func paths(_ dropout: PathDropout, columns: Int, steps: Int, seed: UInt64) -> NoiseSample {
    let choice = JoinChoice(columns: columns)
    let plan = RandomPlan(seed: seed).replicate(0)
    let rows = (0..<steps).map { step in
      (1...choice.levels).flatMap { level -> [Float] in
        func draw(_ layer: String) -> NoiseDraw {
          NoiseDraw(source: NoiseSource(stream: plan.noise(layer: layer), step: step))
        }
        let kept = choice.kept(
          at: level, dropout, chance: draw("blocks.0.paths"), network: draw(FractalBlock.networkAddress))
        let inputs = choice.inputs(at: level)
        return (0..<columns).map { inputs.contains($0) ? (kept.contains($0) ? 1 : 0) : .nan }
      }
    }
    return NoiseSample(shape: MapShape(height: choice.levels, width: columns, channels: 1), rows: rows)
  }

  /// Draws what inference makes of ones in four examples: evaluation, or the mean over the first masks of a bank.
  package static func inference(_ dropout: Dropout, shape: MapShape, masks: Int?, seed: UInt64) -> NoiseSample {
    let examples = 4
    let site = NoiseSite(name: "hidden1", dropout: dropout, shape: shape, capacity: examples)
    guard let masks else { return NoiseSample(of: site, examples: examples, pass: .evaluation) }
    let plan = RandomPlan(seed: seed).replicate(0)
    var sums = [[Float]](repeating: [Float](repeating: 0, count: shape.units), count: examples)
    for mask in 0..<masks {
      let drawn = NoiseSample(of: site, examples: examples, pass: .sampling(plan, sample: mask))
      for (example, row) in drawn.rows.enumerated() {
        for (unit, factor) in row.enumerated() { sums[example][unit] += factor / Float(masks) }
      }
    }
    return NoiseSample(shape: shape, rows: sums)
  }

  /// The same numbers in another shape of as many units.
  package func reshaped(_ other: MapShape) -> NoiseSample {
    precondition(other.units == shape.units, "\(shape.units) units are not \(other.units)")
    return NoiseSample(shape: other, rows: rows)
  }
}

extension ResidualGate {
  /// The factor of every example of a batch, 0 where the branch is skipped.
  func drawn(_ batch: LayerBatch) -> [Float] {
    switch decide(batch) {
    case .skip: [Float](repeating: 0, count: batch.count)
    case .scale: (0..<batch.count).map { factors.base[$0] }
    }
  }
}
