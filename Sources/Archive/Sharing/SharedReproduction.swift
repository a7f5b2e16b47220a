import Experiments

/// One check by training again, as it stands in `experiment.json`.
struct SharedReproduction: Codable, Hashable, Sendable {
  struct Trial: Codable, Hashable, Sendable {
    let trial: String
    let agreement: Agreement
    /// Nil where no number differs or none is there.
    let largest: Double?
    let detail: String
  }

  let checkedAt: Double
  let version: String
  let engine: Int
  let architecture: String
  let seed: UInt64
  let drawn: Int
  let population: Int
  let trials: [Trial]

  init(_ reproduction: Reproduction) {
    checkedAt = reproduction.checkedAt
    version = reproduction.version
    engine = reproduction.engine
    architecture = reproduction.architecture
    seed = reproduction.seed
    drawn = reproduction.drawn
    population = reproduction.population
    trials = reproduction.trials.map {
      Trial(trial: $0.trial.hex, agreement: $0.agreement, largest: $0.largest, detail: $0.detail)
    }
  }

  var reproduction: Reproduction {
    Reproduction(
      checkedAt: checkedAt, version: version, engine: engine, architecture: architecture, seed: seed, drawn: drawn,
      population: population,
      trials: trials.map {
        ReproducedTrial(
          trial: TrialID(hex: $0.trial), agreement: $0.agreement, largest: $0.largest, detail: $0.detail)
      })
  }
}
