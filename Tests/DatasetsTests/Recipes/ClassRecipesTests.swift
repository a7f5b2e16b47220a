import CKernels
import Randomness
import Testing

@testable import Datasets

/// The laws of the recipes for classes and symbols.
struct ClassRecipesTests {
  @Test
  func `a rare group is active with its probability and carries the sign of the class`() {
    var recipe = RareFeatures()
    recipe.nuisance = 4
    let sample = RecipeSample(recipe, 6_000)
    var active = [Int](repeating: 0, count: 5)
    for (row, label) in zip(sample.features, sample.labels) {
      let groups = (0..<5).filter { row[10 * $0] != 0 }
      #expect(groups.count <= 1)
      for group in groups {
        active[group] += 1
        #expect(row[10 * group..<10 * group + 10].allSatisfy { $0 == (label == 1 ? 1 : -1) })
      }
    }
    #expect(active.allSatisfy { abs(Double($0) / 6_000 - 0.04) < 0.0115 })  // 4.5 standard errors
    #expect(abs(RecipeSample.mean(sample.labels.map { Double($0) }) - 0.5) < 0.03)
    #expect(abs(RecipeSample.variance(sample.column(52)) - 1) < 0.1)
  }

  @Test
  func `a group may be as good as never active`() {
    var recipe = RareFeatures()
    (recipe.nuisance, recipe.active) = (1, 1e-20)
    #expect(RecipeSample(recipe, 50).features.allSatisfy { $0.dropLast().allSatisfy { $0 == 0 } })
  }

  @Test
  func `fields correlate by ρ along both axes and by κ across channels`() {
    var recipe = RandomFields()
    recipe.side = 6
    recipe.channels = 2
    recipe.correlation = 0.8
    recipe.channelCorrelation = 0.3
    let sample = RecipeSample(recipe, 2_500)
    func at(_ y: Int, _ x: Int, _ channel: Int) -> [Double] { sample.column((y * 6 + x) * 2 + channel) }
    #expect(abs(RecipeSample.variance(at(5, 5, 1)) - 1) < 0.13)
    #expect(abs(RecipeSample.correlation(at(2, 2, 0), at(2, 3, 0)) - 0.8) < 0.04)
    #expect(abs(RecipeSample.correlation(at(2, 2, 0), at(3, 2, 0)) - 0.8) < 0.04)
    #expect(abs(RecipeSample.correlation(at(2, 2, 0), at(4, 3, 0)) - 0.512) < 0.07)
    #expect(abs(RecipeSample.correlation(at(2, 2, 0), at(2, 2, 1)) - 0.3) < 0.08)
    // T29: both neighbours along an axis explain 2ρ² / (1 + ρ²) = .7805 of a site.
    let best = 0.8 / 1.64
    let rest = zip(at(2, 3, 0), zip(at(2, 2, 0), at(2, 4, 0))).map { $0 - best * ($1.0 + $1.1) }
    #expect(abs(1 - RecipeSample.variance(rest) / RecipeSample.variance(at(2, 3, 0)) - 0.7805) < 0.03)
    let ones = RecipeSample.mean(sample.labels.map { Double($0) })
    #expect(ones > 0.4 && ones < 0.6)
  }

  @Test
  func `a recalled symbol stands at the first step and nowhere else`() {
    var recipe = DelayedRecall()
    recipe.delay = 5
    let sample = RecipeSample(recipe, 800)
    for (row, label) in zip(sample.features, sample.labels) {
      #expect(row.indices.filter { row[$0] != 0 } == [Int(label), 53])
    }
    for symbol in 0..<8 { #expect(abs(sample.labels.count { $0 == symbol } - 100) < 43) }
    #expect(recipe.shape == .sequence(steps: 6, channels: 9))
  }

  @Test
  func `the class of a temporal order is what the two marks say`() {
    let sample = RecipeSample(TemporalOrder(), 400)
    for (row, label) in zip(sample.features, sample.labels) {
      let channels = (0..<50).map { step in (0..<8).first { row[8 * step + $0] == 1 } ?? -1 }
      let marks = channels.indices.filter { channels[$0] < 2 }
      #expect(marks.count == 2 && (5..<10).contains(marks[0]) && (25..<30).contains(marks[1]))
      #expect(Int(label) == 2 * channels[marks[0]] + channels[marks[1]])
      #expect(channels.first == 6 && channels.last == 7)
    }
    for order in 0..<4 { #expect(abs(sample.labels.count { $0 == order } - 100) < 40) }
  }

  @Test
  func `the entropy of a walk approaches the entropy rate, and no sharpness means log V`() {
    var recipe = MarkovLanguage()
    recipe.symbols = 6
    let plan = RecipeSample.plan
    let source = recipe.source(plan)
    let walk = source.walk(plan.dataset("a walk").uniforms(20_000))
    var surprise = 0.0
    for t in 2..<walk.count {
      surprise -= dl_log(source.probabilities[(Int(walk[t - 2]) * 6 + Int(walk[t - 1])) * 6 + Int(walk[t])])
    }
    #expect(abs(surprise / Double(walk.count - 2) - source.entropyRate) < 0.03)
    #expect(abs(source.stationary.reduce(0, +) - 1) < 1e-12)
    recipe.sharpness = 0
    #expect(abs(recipe.source(plan).entropyRate - dl_log(6)) < 1e-12)
  }

  @Test
  func `the target of a symbol is the next symbol, also from one sequence to the next`() {
    var recipe = MarkovLanguage()
    recipe.symbols = 5
    recipe.steps = 7
    let drawn = recipe.draw(Drawing(plan: RecipeSample.plan, examples: 0..<30, isTest: false))
    guard case .symbols(let targets, steps: 7) = drawn.targets else {
      Issue.record("targets are no symbols")
      return
    }
    #expect(Array(drawn.bytes.dropFirst()) == Array(targets.dropLast()))
    #expect(Set(drawn.bytes).isSubset(of: Set(0..<5)))
  }
}
