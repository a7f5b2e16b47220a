import Randomness
import Specifications
import Testing

@testable import NeuralNets

struct JoinChoiceTests {
  private let plan = RandomPlan(seed: 5).replicate(1)

  private func draw(_ layer: String, _ step: Int) -> NoiseDraw {
    NoiseDraw(source: NoiseSource(stream: plan.noise(layer: layer), step: step))
  }

  private func kept(_ columns: Int, _ level: Int, _ dropout: PathDropout, step: Int, block: String = "a") -> [Int] {
    JoinChoice(columns: columns).kept(at: level, dropout, chance: draw(block, step), network: draw("paths", step))
  }

  @Test func `columns end where their spans do`() {
    let choice = JoinChoice(columns: 3)
    #expect(choice.levels == 4)
    #expect((1...4).map { choice.inputs(at: $0) } == [[2], [1, 2], [2], [0, 1, 2]])
  }

  @Test func `a local join never loses all of its inputs, and keeps as many as its law says (T36)`() {
    let steps = 20_000
    var counts = [0, 0, 0]
    var first = 0
    for step in 0..<steps {
      let kept = kept(2, 2, .local(rate: Rate(0.15)), step: step)
      counts[kept.count] += 1
      first += kept == [0] ? 1 : 0
    }
    #expect(counts[0] == 0)
    // Both survive with .85²; one alone, by chance or because one must, with the rest, evenly.
    let both = 0.7225
    let spread = (both * (1 - both) / Double(steps)).squareRoot()
    #expect((Double(counts[2]) / Double(steps) - both).magnitude < 4.5 * spread)
    let half = (0.25 / Double(counts[1])).squareRoot()
    #expect((Double(first) / Double(counts[1]) - 0.5).magnitude < 4.5 * half)
  }

  @Test func `global keeps one column, the same in every block, and each of them evenly`() {
    var columns: [Int: Int] = [:]
    for step in 0..<3000 {
      let last = kept(3, 4, .global, step: step)
      #expect(last.count == 1 && last == kept(3, 4, .global, step: step, block: "b"))
      columns[last[0], default: 0] += 1
      for level in 1...3 {
        #expect(
          kept(3, level, .global, step: step) == JoinChoice(columns: 3).inputs(at: level).filter { $0 == last[0] })
      }
    }
    for column in 0..<3 {
      let share = Double(columns[column] ?? 0) / 3000
      #expect((share - 1.0 / 3).magnitude < 4.5 * 0.0087)
    }
  }

  @Test(arguments: [
    (2, PathDropout.local(rate: Rate(0.15))), (3, .local(rate: Rate(0.5))), (3, .global), (3, .mixed(rate: Rate(0.2))),
  ])
  func `the factors of inputs of joins have the moments that are expected`(
    _ columns: Int, _ dropout: PathDropout
  ) throws {
    let (choice, steps) = (JoinChoice(columns: columns), 20_000)
    var audit = NoiseAudit()
    for step in 0..<steps {
      for level in choice.meetings {
        let (all, kept) = (choice.inputs(at: level).count, self.kept(columns, level, dropout, step: step).count)
        audit.addMask(all, kept: kept, scale: kept == 0 ? 0 : Double(all) / Double(kept))
      }
    }
    let expected = try #require(dropout.expectation(columns: columns))
    let moments = try #require(audit.moments)
    // Factors are at most 3, so that five standard errors of 20 000 steps are less.
    #expect(abs((audit.dropFraction ?? 9) - (expected.dropFraction ?? 0)) < 0.02)
    #expect(abs(moments.mean - expected.mean) < 0.05)
    #expect(abs(moments.variance - expected.variance) < 0.1)
  }

  @Test func `the expectations of joins are those of their closed forms`() throws {
    let local = try #require(PathDropout.local(rate: Rate(0.15)).expectation(columns: 2))
    // q − q² / 2 are dropped; two of two survive with p², so that E n / k = 2 − p².
    #expect(abs((local.dropFraction ?? 0) - 0.13875) < 1e-15)
    #expect(abs(local.mean - 1) < 1e-15 && abs(local.variance - (1 - 0.7225)) < 1e-15)
    let global = try #require(PathDropout.global.expectation(columns: 2))
    #expect(global.dropFraction == 0.5 && global.mean == 1 && global.variance == 1)
    #expect(PathDropout.none.expectation(columns: 3) == nil)
    #expect(PathDropout.global.expectation(columns: 1) == nil)
  }

  @Test func `mixed is local in half of the steps`() {
    let rate = Rate(0.2)
    let local = (0..<2000).count { step in
      let kept = kept(3, 4, .mixed(rate: rate), step: step)
      return kept == self.kept(3, 4, .local(rate: rate), step: step) && kept != self.kept(3, 4, .global, step: step)
    }
    let global = (0..<2000).count { step in
      kept(3, 4, .mixed(rate: rate), step: step) == self.kept(3, 4, .global, step: step)
    }
    #expect(local > 850 && global > 900 && local + global == 2000)
  }
}
