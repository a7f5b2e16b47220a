/// An exact statement about dropout that needs no training, with the check that it holds in this package.
///
/// Used by tests, by preflight and by cells of notebooks. Numbers of the statements come from enumeration in Double,
/// which must agree to 1e-12, and from the package's own sampler and networks in Float, to 2e-6 unless said otherwise.
package struct Identity: Sendable {
  /// The number in the catalogue of identities: `T01`, … of the literature, `M01`, … of one setting against another.
  package let id: String
  /// The statement in one sentence.
  package let statement: String
  /// The paper or the derivation.
  package let source: String
  private let body: @Sendable (Subject) -> Evidence

  init(
    _ id: String, _ statement: String, source: String, check body: @escaping @Sendable (Subject) -> Evidence
  ) {
    self.id = id
    self.statement = statement
    self.source = source
    self.body = body
  }

  /// Checks the identity; tests give a subject with a fault to see it fail.
  package func check(_ subject: Subject = .current) -> Evidence { body(subject) }
}

extension Identity {
  /// Every identity, in the order of the catalogue.
  package static let all: [Identity] = published + metamorphic

  /// The statements of the literature, T01 ….
  private static let published: [Identity] = [
    .maskSampler, .maskMoments, .trainingAndEvaluation, .conventionsAsFunctions, .conventionsInTraining,
    .geometricMean, .weightedEnsemble, .subnetworkGradient, .ensembleObjective, .nextLayerExpectation,
    .deepExpectation, .linearRegression, .uniformShrinkage, .logisticRegression, .dropConnectMoments,
    .dropConnectCases, .gaussianMatching, .spatialMask, .dropBlockLimits, .dropBlockGamma, .gaussianNoise,
    .concreteRelaxation,
    .tiedMask, .temporalSurvival, .varianceShift, .variationalDivergence, .maxNorm, .stochasticDepth, .reconstruction,
    .plantedCoadaptation, .attentionDropout, .orthogonalRegularizers, .twoPasses, .twoLayerLinear, .logisticMean,
    .dropPathJoin,
  ]

  /// Two settings of this package that must give the same bits, M01 ….
  private static let metamorphic: [Identity] = [
    .neutralNoise, .neutralPlaces, .certainSurvival, .singleExampleGate, .restingSchedule, .spatialOnOnePosition,
    .smallestBlock, .largestBlock, .sharedColumns, .singleStep, .sharedDraws, .listedLayers,
  ]
}
