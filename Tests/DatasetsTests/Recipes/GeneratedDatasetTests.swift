import Files
import Foundation
import Randomness
import Specifications
import Testing

@testable import Datasets

/// Recipes as data sets: made from the seed alone, dealt, gathered, digested and drawn.
struct GeneratedDatasetTests {
  private let store = DatasetStore(folders: DatasetFolders(given: nil, environment: [:], current: URL(filePath: ".")))

  private var language: DatasetSource {
    var recipe = MarkovLanguage()
    recipe.symbols = 5
    recipe.steps = 6
    return .generated(.markovLanguage(recipe))
  }

  @Test
  func `the same seed gives the same digest, another seed another`() {
    let line = GeneratedDataset.concreteLine(ConcreteLine())
    let first = line.dataset(RandomPlan(seed: 1))
    #expect(first.digest == line.dataset(RandomPlan(seed: 1)).digest)
    #expect(first.digest != line.dataset(RandomPlan(seed: 2)).digest)
    #expect(first.lowestLoss == 1)
  }

  @Test
  func `the first twenty examples of seed 2014 have their known digests`() {
    let digests = GeneratedDataset.plain.map { set in
      let drawn = set.recipe.draw(Drawing(plan: RandomPlan(seed: 2014), examples: 0..<20, isTest: false))
      return String(CanonicalBytes.digest(of: [drawn]).hex.prefix(16))
    }
    #expect(digests == Self.known)
  }

  /// In the order of the catalogue.
  static let known = [
    "69c056c49314fc86", "7813a8a218d8a902", "e78dedf8446892c9", "3beccc4fb9c941a5", "53e5794f58d584b8",
    "24d51d3771efa3a9", "4e08552ecaefaf82", "9ee15879738d49d0", "c1936072a97285a9", "76967c6bfcf529b8",
    "c974353c80d279d0",
  ]

  @Test
  func `a part of the examples is the same wherever it is drawn from`() {
    for set in GeneratedDataset.plain where set.targets != .symbols(32, steps: 50) {
      let recipe = set.recipe
      let many = recipe.draw(Drawing(plan: RandomPlan(seed: 3), examples: 0..<4, isTest: false))
      let one = recipe.draw(Drawing(plan: RandomPlan(seed: 3), examples: 3..<4, isTest: false))
      #expect(many.numbers(of: 3) == one.numbers(of: 0))
      #expect(many.shape == recipe.shape && many.features.kind == recipe.featureKind)
    }
  }

  @Test
  func `real targets and standardised features are gathered by row`() throws {
    let source = DatasetSource.generated(.gapSine(GapSine()))
    let dataset = try store.load(source, seed: 5)
    let spec = DatasetSpec(source: source, training: 40, validation: 10, test: 5, normalization: .standardized)
    let dealt = try dataset.deal(spec, seed: 5, replicate: 0)
    let x = dealt.training.features
    #expect(abs(x.reduce(0, +) / 40) < 1e-5)
    #expect(abs(x.reduce(0) { $0 + $1 * $1 } / 40 - 1) < 1e-5)
    guard case .numbers(let all, outputs: 1) = dataset.training.targets else {
      Issue.record("targets are no numbers")
      return
    }
    let rows: [UInt32] = [7, 0, 31]
    let gathered = [Float](unsafeUninitializedCapacity: 3) { buffer, filled in
      dealt.training.gatherNumbers(rows[...], into: buffer)
      filled = 3
    }
    #expect(gathered == rows.map { all[Int(dealt.training.positions[Int($0)])] })
    #expect(dealt.training.labels.isEmpty && dealt.training.targetShape == .numbers(1))
    #expect(Set(dealt.training.positions).isDisjoint(with: dealt.validation.positions))
  }

  @Test
  func `symbols are gathered with the step outermost`() throws {
    let dataset = try store.load(language, seed: 5)
    let spec = DatasetSpec(source: language, training: 12, validation: 0, test: 3)
    let examples = try dataset.deal(spec, seed: 5, replicate: 1).training
    let rows: [UInt32] = [4, 9]
    let gathered = [UInt32](unsafeUninitializedCapacity: 12) { buffer, filled in
      examples.gatherSymbols(rows[...], into: buffer)
      filled = 12
    }
    let inputs = examples.features
    for (row, index) in rows.enumerated() {
      for step in 0..<5 { #expect(gathered[2 * step + row] == UInt32(inputs[Int(index) * 6 + step + 1])) }
    }
    #expect(inputs.allSatisfy { (0..<5).contains($0) })
  }

  @Test
  func `random labels are redrawn from all classes by position, of training only`() throws {
    let source = DatasetSource.gaussianBlobs
    let dataset = try store.load(source, seed: 5)
    var spec = DatasetSpec(source: source, training: 2_000, validation: 100, test: 100, randomLabels: 1)
    func kept(_ examples: Examples) -> Double {
      let hits = zip(examples.labels, examples.positions).count { $0 == dataset.training.labels[Int($1)] }
      return Double(hits) / Double(examples.count)
    }
    let dealt = try dataset.deal(spec, seed: 5, replicate: 0)
    #expect(abs(kept(dealt.training) - 0.25) < 0.045)  // 4.5 standard errors
    #expect(kept(dealt.validation) == 1)
    spec.randomLabels = 0.4
    #expect(abs(kept(try dataset.deal(spec, seed: 5, replicate: 0).training) - 0.7) < 0.05)
  }

  @Test
  func `a curve and fields are drawn, a language and long vectors are not`() throws {
    let curve = try ContactSheet.drawing(try store.load(.generated(.gapSine(GapSine())), seed: 1), columns: 4)
    #expect(curve.width == 256 && curve.pixels.contains(255))
    var recipe = DelayedRecall()
    recipe.delay = 3
    let recall = try ContactSheet.drawing(try store.load(.generated(.delayedRecall(recipe)), seed: 1), columns: 2)
    #expect(recall.height == 8 * (4 + 2) + 2 && recall.width == 2 * (9 + 2) + 2)
    let dataset = try store.load(language, seed: 1)
    #expect(throws: DatasetError.self) { try ContactSheet.drawing(dataset, columns: 2) }
  }

  @Test
  func `sets of numbers are not written as images`() {
    #expect(throws: DatasetError.self) { try store.files(of: language, seed: 1) }
  }
}
