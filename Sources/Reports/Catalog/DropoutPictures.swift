import NeuralNets
import Plotting
import Specifications

/// The pictures of everything that drops: each shows what the noise of its place shares, and what it does not.
enum DropoutPictures {
  /// Of every picture, so that masks at equal rates can be laid on each other.
  static let seed: UInt64 = 2014
  static let side = 14
  private static let shape = MapShape(height: side, width: side, channels: 4)
  private static let channels = (1...4).map { "channel \($0)" }

  // MARK: Activations

  static func activations(_ dropout: Dropout) throws -> [CatalogPicture] {
    let sample = NoiseSample(of: dropout, shape: shape, examples: 64, seed: seed)
    let rows = (0..<3).map { example in
      NoisePicture.Row(
        name: "example \(example + 1)", maps: (0..<4).map { sample.map(example: example, channel: $0) })
    }
    return try NoisePicture(
      width: side, height: side, rows: rows, columns: channels, factors: sample.rows.flatMap { $0 },
      laws: laws(dropout),
      what: "one position of a map of \(side) × \(side)"
    ).drawn()
  }

  /// The laws of what becomes of a 1.
  private static func laws(_ dropout: Dropout) -> NoiseLaws {
    if case .alpha(let rate) = dropout { AlphaNoise(rate: rate).lawsOfOnes } else { dropout.laws }
  }

  // MARK: Recurrent layers

  static func state(_ noise: StateNoise) throws -> [CatalogPicture] { try recurrent(RecurrentDropout(state: noise)) }

  static func recurrent(_ dropout: RecurrentDropout) throws -> [CatalogPicture] {
    let drawn = NoiseSample.recurrent(dropout, steps: side, units: side, sequences: 64, seed: seed)
    guard let first = drawn.first else { return [] }
    let isWeights = first.site == "weights"
    let rows = drawn.map { site, sample in
      NoisePicture.Row(name: placeNames[site] ?? site, maps: isWeights ? gates(sample) : Array(sample.rows.prefix(4)))
    }
    let columns = isWeights ? ["input", "forget", "candidate", "output"] : (1...4).map { "sequence \($0)" }
    return try NoisePicture(
      width: side, height: side, rows: rows, columns: columns, factors: drawn.flatMap { $0.sample.rows.flatMap { $0 } },
      laws: nil,
      what: isWeights
        ? "one recurrent weight, the same for the whole batch and all steps"
        : "one unit (across) at one step of time (downwards)"
    ).drawn()
  }

  /// The matrices of the gates, which stand below each other.
  private static func gates(_ sample: NoiseSample) -> [[Float]] {
    let size = side * side
    return (0..<4).map { gate in Array(sample.rows[0][gate * size..<(gate + 1) * size]) }
  }

  private static let placeNames = [
    "input": "on x", "recurrent": "on h′", "candidate": "on g", "cell": "on c", "cellZoneout": "c moves",
    "stateZoneout": "h moves", "weights": "weights",
  ]

  // MARK: Attention

  static func attention(_ dropout: AttentionDropout) throws -> [CatalogPicture] {
    let isHeads = dropout.weights.dropping == 0
    let variant = (isHeads ? dropout.heads : dropout.weights).masks
    let units = MapShape(channels: isHeads ? 4 : 4 * side * side)
    let sample = NoiseSample(of: variant, shape: units, examples: 64, seed: seed)
    let size = side * side
    let rows = (0..<3).map { example in
      NoisePicture.Row(
        name: "example \(example + 1)",
        maps: (0..<4).map { head in
          let row = sample.rows[example]
          return isHeads ? [Float](repeating: row[head], count: size) : Array(row[head * size..<(head + 1) * size])
        })
    }
    return try NoisePicture(
      width: side, height: side, rows: rows, columns: (1...4).map { "head \($0)" },
      factors: sample.rows.flatMap { $0 }, laws: variant.laws,
      what: "one attention weight, queries downwards and keys across"
    ).drawn()
  }

  // MARK: Embeddings

  static func words(_ rate: Rate) throws -> [CatalogPicture] {
    let variant = Dropout.bernoulli(rate: rate, convention: .inverted)
    let sample = NoiseSample(of: variant, shape: MapShape(channels: 5), examples: 64, seed: seed)
    // A sentence of five words that come again.
    let sentence = (0..<side).map { ($0 * $0 + $0 / 3) % 5 }
    let maps = (0..<4).map { example in
      sentence.flatMap { word in [Float](repeating: sample.rows[example][word], count: side) }
    }
    return try NoisePicture(
      width: side, height: side, rows: [.init(name: "vectors", maps: maps)], columns: (1...4).map { "sequence \($0)" },
      factors: sample.rows.flatMap { $0 }, laws: variant.laws,
      what: "one number of a word's vector (across) at one step of a sentence of five different words (downwards)"
    ).drawn()
  }

  // MARK: Weights

  static func weights(_ dropout: WeightDropout) throws -> [CatalogPicture] {
    let connect: DropConnect
    switch dropout {
    case .none: return []
    case .dropConnect(let own): connect = own
    case .gaussianDropConnect(let rate):
      return try summed(
        .gaussian(rate: rate), "one weight, outputs downwards and inputs across; sums are drawn at once")
    case .fast(_, let hidden):
      return try summed(
        .bernoulli(rate: hidden, convention: .inverted),
        "one input of a layer as it would be dropped; the sums are drawn at once")
    case .scheduled(let variant, _): return try weights(variant)
    }
    let variant = Dropout.bernoulli(rate: connect.rate, convention: .inverted)
    let sample = NoiseSample.weights(connect.rate, inputs: side, outputs: side, groups: 64, seed: seed)
    let columns = (0..<4).map { "\($0 * connect.group + 1)–\(($0 + 1) * connect.group)" }
    return try NoisePicture(
      width: side, height: side, rows: [.init(name: "examples", maps: Array(sample.rows.prefix(4)))], columns: columns,
      factors: sample.rows.flatMap { $0 }, laws: variant.laws,
      what: "one weight, outputs downwards and inputs across; one matrix for \(connect.group) examples"
    ).drawn()
  }

  /// Noise that is never drawn itself, only its sums.
  private static func summed(_ variant: Dropout, _ what: String) throws -> [CatalogPicture] {
    let sample = NoiseSample(of: variant, shape: MapShape(channels: side * side), examples: 64, seed: seed)
    return try NoisePicture(
      width: side, height: side, rows: [.init(name: "examples", maps: Array(sample.rows.prefix(4)))],
      columns: (1...4).map { "example \($0)" }, factors: sample.rows.flatMap { $0 }, laws: variant.laws, what: what
    ).drawn()
  }

  // MARK: Residual branches

  static func branches(_ dropout: ResidualDropout) throws -> [CatalogPicture] {
    var rows: [NoisePicture.Row] = []
    var factors: [Float] = []
    for (name, dropout, progress) in gated(dropout) {
      let sample = NoiseSample.gates(
        dropout, blocks: side, examples: side, steps: 64, progress: progress, seed: seed)
      rows.append(.init(name: name, maps: Array(sample.rows.prefix(4))))
      factors += sample.rows.flatMap { $0 }
    }
    guard !rows.isEmpty else { return [] }
    return try NoisePicture(
      width: side, height: side, rows: rows, columns: (1...4).map { "batch \($0)" }, factors: factors, laws: nil,
      what: "one branch (downwards, the first block on top) for one example (across)"
    ).drawn()
  }

  /// The variant with every sharing of gates that it has, and at some shares of training if it has a schedule.
  private static func gated(_ dropout: ResidualDropout) -> [(name: String, dropout: ResidualDropout, at: Double)] {
    switch dropout {
    case .none: []
    case .layerDrop: [("layers", dropout, 1)]
    case .scheduled: [0, 0.2, 0.4].map { ("\(Int(100 * $0)) % of training", dropout, $0) }
    case .stochasticDepth(let depth):
      [GateSharing.batch, .example].map { gate in
        var own = depth
        own.gate = gate
        return ("per \(gate.name)", .stochasticDepth(own), 1)
      }
    }
  }

  // MARK: Paths

  static func paths(_ dropout: PathDropout) throws -> [CatalogPicture] {
    let columns = 4
    guard dropout != .none else { return [] }
    let sample = NoiseSample.paths(dropout, columns: columns, steps: 64, seed: seed)
    // Units of a column stand above the join where they end, so that a column is one bar, cut at its joins.
    let maps = sample.rows.prefix(4).map { row in spread(row, columns: columns) }
    return try NoisePicture(
      width: columns, height: sample.shape.height, rows: [.init(name: "block", maps: Array(maps))],
      columns: (1...4).map { "step \($0)" }, factors: sample.rows.flatMap { $0 }.filter { !$0.isNaN }, laws: nil,
      what: "one stretch of a column of units (the shallowest left, the deepest right) on its way down to a join"
    ).drawn()
  }

  /// Fills the levels above a join with what the join keeps of the column.
  private static func spread(_ row: [Float], columns: Int) -> [Float] {
    var filled = row
    for level in (0..<row.count / columns - 1).reversed() {
      for column in 0..<columns where filled[level * columns + column].isNaN {
        filled[level * columns + column] = filled[(level + 1) * columns + column]
      }
    }
    return filled
  }

  static func survival(_ schedule: SurvivalSchedule) throws -> [CatalogPicture] {
    let blocks = 18
    let points = (1...blocks).map { Point(Double($0), schedule.probability(ofBlock: $0, of: blocks)) }
    return [
      try CurvePicture(
        x: Axis("Block, counted from the input", wholeTicks: true), y: Axis("Survival", including: [0, 1]),
        points: points, marked: true, caption: "The survival of \(blocks) blocks."
      ).drawn()
    ]
  }

  // MARK: Schedules

  static func curve(_ curve: RateCurve) throws -> [CatalogPicture] {
    let points = (0...400).map { Point(Double($0) / 400, curve.factor(Double($0) / 400)) }
    return [
      try CurvePicture(
        x: Axis("Share of training", including: [0, 1]), y: Axis("Factor on the rate", including: [0, 1]),
        points: points, marked: false, caption: "Over a training."
      ).drawn()
    ]
  }

  static func schedule(_ schedule: Schedule) throws -> [CatalogPicture] {
    let epochs = 20.0
    let points = (0..<400).map { step in
      let at = epochs * Double(step) / 400
      return Point(at, schedule.factor(epochs: at, total: epochs))
    }
    return [
      try CurvePicture(
        x: Axis("Epochs", including: [0, epochs]), y: Axis("Factor on the learning rate", including: [0, 1]),
        points: points, marked: false, caption: "Over a training of \(Int(epochs)) epochs."
      ).drawn()
    ]
  }
}

/// Draws one line.
struct CurvePicture {
  let x: Axis
  let y: Axis
  let points: [Point]
  let marked: Bool
  let caption: String

  func drawn() throws -> CatalogPicture {
    let figure = Figure(
      x: x, y: y, panels: [Panel(layers: [.line(points, SeriesStyle(0), marked: marked)])], width: 340, panelHeight: 150
    )
    let ends = [points.first, points.last].compactMap { $0.map { "\($0.y.shortestDecimal.prefix(6))" } }
    return CatalogPicture(
      try figure.drawn(), caption: caption,
      alternative: "A line of \(y.title) from \(ends.joined(separator: " to ")).")
  }
}
